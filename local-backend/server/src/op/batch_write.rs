//! BatchWriteItem.

use std::collections::BTreeMap;
use std::sync::Arc;

use monotable::Item;
use monotable::request::{BatchWrite, BatchWriteItem};
use monotable_local::__server::Database;
use monotable_local::__server::error::Layer;
use monotable_local::__server::{error, op};

use super::Outcome;
use crate::body::{Body, Place, Unreadable};
use crate::echo;
use crate::members::{Constrained, Members};
use crate::reply::Reply;
use crate::value::Checked;

/// WriteRequest.
#[derive(Default)]
struct Write {
    put: Option<Option<Checked<Item>>>,
    delete: Option<Option<Checked<Item>>>,
}

pub(super) fn batch_write(database: &Database, body: &mut Body<'_>) -> Outcome {
    // Batches of writes have the older checks in all regions.
    body.layer = Layer::Older;
    let mut text = None;
    let (common, tables) = read(body, &mut text)?;
    let mut constraints = Constrained::default();
    common.returns(&mut constraints);
    let Some(tables) = tables else {
        constraints.missing("requestItems");
        constraints.finish()?;
        return Err(error::validation(error::NO_TYPE).into());
    };
    for (name, writes) in &tables {
        for (position, write) in writes.iter().enumerate() {
            let path = format!("requestItems.{name}.member.{}.member", position + 1);
            if let Some(None) = write.put {
                constraints.missing(&format!("{path}.putRequest.item"));
            }
            if let Some(None) = write.delete {
                constraints.missing(&format!("{path}.deleteRequest.key"));
            }
        }
    }
    let echo = || text.clone().map(|text| echo::java(text, &echo::WRITES)).unwrap_or_default();
    op::written_tables(constraints, database.texts(), &tables, &echo, Vec::len)?;

    let mut wanted = BTreeMap::new();
    for (name, writes) in tables {
        wanted.insert(name, writes.into_iter().map(Write::checked).collect::<Checked<Vec<BatchWrite>>>()?);
    }
    let mut request = BatchWriteItem::new(wanted);
    let rows = request.tables.values().flatten().map(op::row_of).collect::<Result<_, _>>()?;
    request.return_consumed = common.return_consumed();
    request.return_collections = common.returns_metrics();
    let names: Vec<&str> = request.tables.keys().map(|name| &**name).collect();
    let output = op::batch_write_checked(database, &names, &request, rows)?;

    let mut reply = Reply::with_capacity(128);
    reply.object("UnprocessedItems", |reply| {
        for (name, writes) in output.unprocessed.iter().flat_map(|rest| &rest.tables) {
            reply.list(name, writes, |reply, write| reply.element(|reply| unprocessed(reply, write)));
        }
    });
    reply.collections(&output.collections);
    reply.consumed_by_table(request.return_consumed, &output.meta);
    Ok(reply.finish())
}

fn unprocessed(reply: &mut Reply, write: &BatchWrite) {
    match write {
        BatchWrite::Put(item) => reply.object("PutRequest", |reply| reply.item("Item", item)),
        BatchWrite::Delete(key) => reply.object("DeleteRequest", |reply| reply.item("Key", key)),
        _ => {}
    }
}

impl Write {
    fn checked(self) -> Checked<BatchWrite> {
        match (self.put.flatten(), self.delete.flatten()) {
            (Some(_), Some(_)) => Err(error::validation(error::TWO_TYPES)),
            (Some(item), None) => item.map(BatchWrite::Put),
            (None, Some(key)) => key.map(BatchWrite::Delete),
            (None, None) => Err(error::validation(error::NO_TYPE)),
        }
    }
}

/// The tables, and what is written to each.
type Tables = BTreeMap<Arc<str>, Vec<Write>>;

/// Reads a request; `text` is where its tables begin.
fn read<'a>(body: &mut Body<'a>, text: &mut Option<Body<'a>>) -> Result<(Members<'a>, Option<Tables>), Unreadable> {
    let (mut common, mut tables) = (Members::default(), None);
    body.request(|body, name| {
        match name {
            "RequestItems" => {
                *text = Some(body.clone());
                let tables = tables.insert(BTreeMap::new());
                body.map("java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>", |body, name| {
                    // Each has a write, or is refused for having none.
                    if tables.len() > op::MAX_WRITES {
                        return body.skip();
                    }
                    let mut writes = Vec::new();
                    body.nested()?;
                    body.short_list(op::MAX_WRITES, |body| {
                        writes.push(read_write(body)?);
                        Ok(())
                    })?;
                    tables.insert(name.into(), writes);
                    Ok(())
                })?;
            }
            "ReturnConsumedCapacity" => common.return_consumed = Some(body.text()?),
            "ReturnItemCollectionMetrics" => common.return_metrics = Some(body.text()?),
            _ => body.skip()?,
        }
        Ok(())
    })?;
    Ok((common, tables))
}

fn read_write(body: &mut Body<'_>) -> Result<Write, Unreadable> {
    let mut write = Write::default();
    body.structure_of("WriteRequest", Place::Element, |body, name| {
        match name {
            "PutRequest" => write.put = Some(read_item(body, "PutRequest", "Item")?),
            "DeleteRequest" => write.delete = Some(read_item(body, "DeleteRequest", "Key")?),
            _ => body.skip()?,
        }
        Ok(())
    })?;
    Ok(write)
}

fn read_item(body: &mut Body<'_>, class: &str, member: &str) -> Result<Option<Checked<Item>>, Unreadable> {
    let mut item = None;
    body.structure_of(class, Place::Field, |body, name| {
        if name == member {
            item = Some(body.item()?);
            return Ok(());
        }
        body.skip()
    })?;
    Ok(item)
}
