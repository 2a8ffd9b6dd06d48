//! BatchGetItem.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use monotable::request::{BatchGetItem, BatchGetItemOutput, BatchKeys};
use monotable::{Error, Item};

use super::Outcome;
use crate::body::{ATTRIBUTE_VALUE, Body, Place, Unreadable};
use crate::echo;
use crate::members::{Constrained, Members};
use crate::reply::Reply;
use crate::weight;
use monotable_local::__server::Database;
use monotable_local::__server::error::{self, Expression};
use monotable_local::__server::{op, parse};

/// What is asked of each table.
type Tables<'a> = BTreeMap<Arc<str>, Members<'a>>;

pub(super) fn batch_get(database: &Database, body: &mut Body<'_>) -> Outcome {
    let mut text = None;
    let (common, mut tables) = read(body, &mut text)?;
    let mut constraints = Constrained::default();
    common.returns(&mut constraints);
    let Some(tables) = &mut tables else {
        constraints.missing("requestItems");
        constraints.finish()?;
        return Err(error::validation(error::NO_TYPE).into());
    };
    for (name, members) in tables.iter() {
        if members.keys.is_none() {
            constraints.missing(&format!("requestItems.{name}.member.keys"));
        }
        members.legacy(&mut constraints);
    }
    let echo = || text.clone().map(echo::json).unwrap_or_default();
    op::read_tables(constraints, tables, &echo, |members: &Members<'_>| members.keys.as_ref().map_or(1, Vec::len))?;
    refuse_mix(tables)?;

    let again: BTreeMap<Arc<str>, Again> =
        tables.iter().map(|(name, members)| (Arc::clone(name), Again::of(members))).collect();
    let (mut wanted, mut texts) = (BTreeMap::new(), Vec::new());
    for (name, members) in tables {
        wanted.insert(Arc::clone(name), keys(members, &mut texts)?);
    }
    let mut request = BatchGetItem::new(wanted);
    request.return_consumed = common.return_consumed();
    let weight = |wanted: &BatchKeys| wanted.keys.len() * weight::of_paths(wanted.projection.as_deref());
    body.weigh(request.tables.values().map(weight).sum())?;
    let output = match run(database, &request) {
        Err(error) if error::is_duplicate_keys(&error) && leave_out_rewritten(&mut request, texts) => {
            run(database, &request)
        }
        output => output,
    }?;

    let items: usize = output.items.values().map(|items| items.len()).sum();
    let mut reply = Reply::with_capacity(256 * items + 64);
    reply.object("Responses", |reply| {
        for (name, items) in output.items {
            reply.list(&name, &items.into_rows().expect("the items of an engine are rows"), Reply::item_element);
        }
    });
    reply.object("UnprocessedKeys", |reply| {
        for (name, left) in output.unprocessed.iter().flat_map(|rest| &rest.tables) {
            reply.object(name, |reply| {
                reply.list("Keys", &left.keys, Reply::item_element);
                if let Some(again) = again.get(name) {
                    again.write(reply);
                }
            });
        }
    });
    reply.consumed_by_table(request.return_consumed, &output.meta);
    Ok(reply.finish())
}

/// Reads a request; `text` is where its tables begin.
fn read<'a>(body: &mut Body<'a>, text: &mut Option<Body<'a>>) -> Result<(Members<'a>, Option<Tables<'a>>), Unreadable> {
    let (mut common, mut tables) = (Members::default(), None);
    body.request(|body, name| {
        match name {
            "RequestItems" => {
                *text = Some(body.clone());
                let tables = tables.insert(BTreeMap::new());
                body.map(CLASS, |body, name| {
                    // Each has a key, or is refused for having none.
                    if tables.len() > op::MAX_KEYS {
                        return body.skip();
                    }
                    tables.insert(name.into(), Members::read_within(body, CLASS, Place::Element, &MEMBERS)?);
                    Ok(())
                })?;
            }
            "ReturnConsumedCapacity" => common.return_consumed = Some(body.text()?),
            _ => body.skip()?,
        }
        Ok(())
    })?;
    Ok((common, tables))
}

/// Expressions for one table and what they replaced for another do not go together either.
fn refuse_mix(tables: &Tables<'_>) -> Result<(), Error> {
    let any = |given: fn(&Members<'_>) -> bool| tables.values().any(given);
    if any(|members| members.attributes_to_get.is_some()) && any(|members| members.projection.is_some()) {
        parse::refuse_mix(&["AttributesToGet"], &["ProjectionExpression"])?;
    }
    Ok(())
}

fn keys<'a>(members: &mut Members<'a>, texts: &mut Vec<Body<'a>>) -> Result<BatchKeys, Error> {
    let mut keys = Vec::new();
    for (text, key) in members.keys.take().unwrap_or_default() {
        let key: Item = key?;
        op::check_values(&key)?;
        keys.push(key);
        texts.push(text);
    }
    let mut placeholders = members.placeholders(&[Expression::Projection])?;
    let mut wanted = BatchKeys::new(keys);
    wanted.projection = members.projected(&mut placeholders)?;
    placeholders.finish()?;
    wanted.consistent = members.consistent.unwrap_or_default();
    Ok(wanted)
}

fn run(database: &Database, request: &BatchGetItem) -> Result<BatchGetItemOutput, Error> {
    let names: Vec<&str> = request.tables.keys().map(|name| &**name).collect();
    op::batch_get_checked(database, &names, request)
}

/// DynamoDB compares the keys of a batch as they are written: `1` and `1.0` are no duplicates, and their item is read once.
/// Takes out the keys that are the same as an earlier one in other words, `texts` being those of all keys in their order.
/// False if a key occurs twice in the same words.
fn leave_out_rewritten(request: &mut BatchGetItem, texts: Vec<Body<'_>>) -> bool {
    let mut texts = texts.into_iter();
    for wanted in request.tables.values_mut() {
        let mut seen: Vec<(Item, Numbers<'_>)> = Vec::with_capacity(wanted.keys.len());
        for (key, text) in std::mem::take(&mut wanted.keys).into_iter().zip(&mut texts) {
            let numbers = numbers(text);
            let (mut same, mut in_same_words) = (false, false);
            for (other, written) in &seen {
                if *other == key {
                    same = true;
                    in_same_words |= *written == numbers;
                }
            }
            if in_same_words {
                return false;
            }
            if !same {
                wanted.keys.push(key.clone());
            }
            seen.push((key, numbers));
        }
    }
    true
}

/// Numbers by attribute, in the words of the request.
type Numbers<'a> = BTreeMap<Cow<'a, str>, Cow<'a, str>>;

/// The numbers of a key that was read from this text before.
fn numbers<'a>(mut text: Body<'a>) -> Numbers<'a> {
    let mut numbers = Numbers::new();
    let read = text.map(ATTRIBUTE_VALUE, |body, attribute| {
        body.structure(Place::Element, |body, kind| {
            if kind != "N" {
                return body.skip();
            }
            numbers.insert(attribute.clone(), body.text()?);
            Ok(())
        })
    });
    debug_assert!(read.is_ok(), "the key was read before");
    numbers
}

/// What a request for the keys that were left must say beside them.
struct Again {
    consistent: Option<bool>,
    projection: Option<String>,
    names: Option<Vec<(String, String)>>,
    attributes: Option<Vec<String>>,
}

impl Again {
    fn of(members: &Members<'_>) -> Self {
        Self {
            consistent: members.consistent,
            projection: members.projection.as_deref().map(str::to_owned),
            names: members.names.clone(),
            attributes: members.attributes_to_get.clone(),
        }
    }

    fn write(&self, reply: &mut Reply) {
        if let Some(consistent) = self.consistent {
            reply.boolean("ConsistentRead", consistent);
        }
        if let Some(projection) = &self.projection {
            reply.text("ProjectionExpression", projection);
        }
        if let Some(names) = &self.names {
            reply.object("ExpressionAttributeNames", |reply| {
                names.iter().for_each(|(placeholder, name)| reply.text(placeholder, name));
            });
        }
        if let Some(attributes) = &self.attributes {
            reply.list("AttributesToGet", attributes, |reply, name| reply.text_element(name));
        }
    }
}

/// What is asked of one table.
const CLASS: &str = "KeysAndAttributes";
const MEMBERS: [&str; 5] =
    ["AttributesToGet", "ConsistentRead", "ExpressionAttributeNames", "Keys", "ProjectionExpression"];
