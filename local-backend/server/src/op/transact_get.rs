//! TransactGetItems.

use monotable::request::{TransactGet, TransactGetItems};
use monotable_local::__server::Database;
use monotable_local::__server::error::{self, Expression};
use monotable_local::__server::op;

use super::Outcome;
use super::transact;
use crate::body::{Body, Place, Unreadable};
use crate::echo;
use crate::members::{Constrained, Members};
use crate::reply::Reply;
use crate::weight;

pub(super) fn transact_get(database: &Database, body: &mut Body<'_>) -> Outcome {
    let texts = database.texts();
    body.layer = texts.values;
    let mut text = None;
    let (common, gets) = read(body, &mut text)?;
    let mut constraints = Constrained::default();
    common.returns(&mut constraints);
    let Some(gets) = gets else {
        constraints.missing("transactItems");
        constraints.finish()?;
        return Err(error::validation(error::NO_TYPE).into());
    };
    transact::constrain_count(&mut constraints, texts, gets.len(), text, &echo::GETS);
    for (position, get) in gets.iter().enumerate() {
        match get {
            Some(get) => transact::constrain_target(&mut constraints, &op::path_of_action(position, "get"), get),
            None => constraints.missing(&op::path_of_action(position, "get")),
        }
    }
    constraints.finish()?;

    let mut request = TransactGetItems::default();
    for mut members in gets.into_iter().flatten() {
        let mut get = TransactGet::new(members.table(), members.checked_key()?);
        let mut placeholders = members.placeholders(&[Expression::Projection])?;
        get.projection = members.projected(&mut placeholders)?;
        placeholders.finish()?;
        request.gets.push(get);
    }
    request.return_consumed = common.return_consumed();
    let names: Vec<&str> = request.gets.iter().map(|get| &*get.table).collect();
    body.weigh(request.gets.iter().map(|get| weight::of_paths(get.projection.as_deref())).sum())?;
    let output = op::transact_get_checked(database, &names, &request)?;

    let mut reply = Reply::with_capacity(256 * output.items.len() + 64);
    reply.list("Responses", &output.items, |reply, item| {
        reply.element(|reply| {
            if let Some(item) = item {
                reply.item("Item", item);
            }
        });
    });
    reply.consumed_by_table(request.return_consumed, &output.meta);
    Ok(reply.finish())
}

/// The members that all have in common, and the reads.
type Request<'a> = (Members<'a>, Option<Vec<Option<Members<'a>>>>);

/// Reads a request; `text` is where its list begins.
fn read<'a>(body: &mut Body<'a>, text: &mut Option<Body<'a>>) -> Result<Request<'a>, Unreadable> {
    let (mut common, mut gets) = (Members::default(), None);
    body.request(|body, name| {
        match name {
            "TransactItems" => {
                *text = Some(body.clone());
                let gets = gets.insert(Vec::new());
                body.short_list(op::MAX_ACTIONS, |body| {
                    let mut get = None;
                    body.structure_of("TransactGetItem", Place::Element, |body, name| match name {
                        "Get" => {
                            get = Some(Members::read_within(body, "Get", Place::Field, &MEMBERS)?);
                            Ok(())
                        }
                        _ => body.skip(),
                    })?;
                    gets.push(get);
                    Ok(())
                })?;
            }
            "ReturnConsumedCapacity" => common.return_consumed = Some(body.text()?),
            _ => body.skip()?,
        }
        Ok(())
    })?;
    Ok((common, gets))
}

const MEMBERS: [&str; 4] = ["ExpressionAttributeNames", "Key", "ProjectionExpression", "TableName"];
