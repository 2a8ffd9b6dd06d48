//! TransactWriteItems.

use std::borrow::Cow;

use monotable::expression::Update;
use monotable::request::{TransactAction, TransactWrite, TransactWriteItems};
use monotable::{Error, Item};
use monotable_local::__server::Database;
use monotable_local::__server::error::{self, Expression};
use monotable_local::__server::op::{self, Prepared};

use super::Outcome;
use super::transact;
use crate::body::{Body, Place, Unreadable};
use crate::echo;
use crate::members::{Constrained, Members, ON_FAILURE, enumeration};
use crate::reply::Reply;
use crate::weight;

/// What an action does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Check,
    Put,
    Delete,
    Update,
}

/// An element of TransactItems: the actions that it names, of which there has to be one.
type Action<'a> = Vec<(Kind, Members<'a>)>;

/// The members that all actions have in common, the token, and the actions.
#[derive(Default)]
struct Request<'a> {
    common: Members<'a>,
    token: Option<Cow<'a, str>>,
    actions: Option<Vec<Action<'a>>>,
    /// Where the list of actions begins.
    text: Option<Body<'a>>,
}

pub(super) fn transact_write(database: &Database, body: &mut Body<'_>) -> Outcome {
    let texts = database.texts();
    body.layer = texts.values;
    let Request { common, token, actions, text } = read(body)?;
    let mut constraints = Constrained::default();
    if let Some(token) = &token {
        constraints.count("ClientRequestToken", token.chars().count(), op::MAX_TOKEN);
    }
    common.returns(&mut constraints);
    let Some(actions) = actions else {
        constraints.missing("transactItems");
        constraints.finish()?;
        return Err(error::validation(error::NO_TYPE).into());
    };
    transact::constrain_count(&mut constraints, texts, actions.len(), text, &echo::ACTIONS);
    for (position, action) in actions.iter().enumerate() {
        for (kind, members) in action {
            kind.constrain(&mut constraints, position, members);
        }
    }
    constraints.finish()?;

    let mut request = TransactWriteItems::default();
    let mut prepared = Vec::with_capacity(actions.len());
    // One action after the other: what is wrong with an earlier one comes before what is wrong with a later one.
    for action in actions {
        let mut named = action.into_iter();
        let Some((kind, mut members)) = named.next() else {
            return Err(error::validation(error::NO_ACTION).into());
        };
        if named.next().is_some() {
            return Err(error::validation(error::ONE_ACTION).into());
        }
        let (action, checked) = kind.action(&mut members)?;
        request.actions.push(action);
        prepared.push(checked);
    }
    request.token = token.map(Cow::into_owned);
    request.return_consumed = common.return_consumed();
    request.return_collections = common.returns_metrics();
    let names: Vec<&str> = request.actions.iter().map(|action| &*action.table).collect();
    body.weigh(request.actions.iter().map(weight).sum())?;
    let output = op::transact_write_checked(database, &names, &request, prepared)?;

    let mut reply = Reply::with_capacity(128);
    reply.collections(&output.collections);
    reply.consumed_by_table(request.return_consumed, &output.meta);
    Ok(reply.finish())
}

/// Returns the weight of one action.
fn weight(action: &TransactWrite) -> usize {
    let update = match &action.action {
        TransactAction::Update { update, .. } => weight::of_update(update),
        _ => 0,
    };
    update + weight::of_condition(action.condition.as_ref())
}

impl Kind {
    const fn member(self) -> &'static str {
        match self {
            Self::Check => "conditionCheck",
            Self::Put => "put",
            Self::Delete => "delete",
            Self::Update => "update",
        }
    }

    fn constrain(self, constraints: &mut Constrained, position: usize, members: &Members<'_>) {
        let path = op::path_of_action(position, self.member());
        match self {
            Self::Put => {
                if members.item.is_none() {
                    constraints.missing(&format!("{path}.item"));
                }
                transact::constrain_table(constraints, &path, members);
            }
            _ => transact::constrain_target(constraints, &path, members),
        }
        if self == Self::Check && members.condition.is_none() {
            constraints.missing(&format!("{path}.conditionExpression"));
        }
        if self == Self::Update && members.update.is_none() {
            constraints.missing(&format!("{path}.updateExpression"));
        }
        let on_failure = members.return_on_failure.as_deref();
        enumeration(constraints, &format!("{path}.returnValuesOnConditionCheckFailure"), on_failure, ON_FAILURE);
    }

    /// The action as the engine knows it, with its values and expressions checked.
    fn action(self, members: &mut Members<'_>) -> Result<(TransactWrite, Prepared), Error> {
        let mut prepared = Prepared { row: None, refused: None };
        let mut action = match self {
            Self::Put => {
                let item = members.item.take().unwrap_or_else(|| Ok(Item::empty()))?;
                let row = op::checked_row(item)?;
                let item = row.item.clone();
                prepared.row = Some(row);
                TransactAction::Put { item }
            }
            Self::Update => TransactAction::Update { key: members.checked_key()?, update: Update::default() },
            Self::Delete => TransactAction::Delete { key: members.checked_key()? },
            Self::Check => TransactAction::Check { key: members.checked_key()? },
        };
        let update = [Expression::Update, Expression::Condition];
        let mut placeholders =
            members.transacted_placeholders(if self == Self::Update { &update } else { &update[1..] })?;
        if let TransactAction::Update { update, .. } = &mut action {
            *update = members.changes(&mut placeholders)?;
            prepared.refused = op::refuse_depth(update);
        }
        let mut write = TransactWrite::new(members.table(), action);
        write.condition = members.write_condition(&mut placeholders)?;
        placeholders.finish()?;
        write.return_old_on_failure = members.returns_old_on_failure();
        Ok((write, prepared))
    }
}

fn read<'a>(body: &mut Body<'a>) -> Result<Request<'a>, Unreadable> {
    let mut request = Request::default();
    body.request(|body, name| {
        match name {
            "TransactItems" => {
                request.text = Some(body.clone());
                let actions = request.actions.insert(Vec::new());
                body.short_list(op::MAX_ACTIONS, |body| {
                    actions.push(read_action(body)?);
                    Ok(())
                })?;
            }
            "ClientRequestToken" => request.token = Some(body.text()?),
            "ReturnConsumedCapacity" => request.common.return_consumed = Some(body.text()?),
            "ReturnItemCollectionMetrics" => request.common.return_metrics = Some(body.text()?),
            _ => body.skip()?,
        }
        Ok(())
    })?;
    Ok(request)
}

fn read_action<'a>(body: &mut Body<'a>) -> Result<Action<'a>, Unreadable> {
    let mut action = Vec::new();
    body.structure_of("TransactWriteItem", Place::Element, |body, name| {
        let (kind, known): (Kind, &[&str]) = match name {
            "ConditionCheck" => (Kind::Check, &MEMBERS_OF_KEYED),
            "Put" => (Kind::Put, &MEMBERS_OF_PUT),
            "Delete" => (Kind::Delete, &MEMBERS_OF_KEYED),
            "Update" => (Kind::Update, &MEMBERS_OF_UPDATE),
            _ => return body.skip(),
        };
        action.push((kind, Members::read_within(body, name, Place::Field, known)?));
        Ok(())
    })?;
    Ok(action)
}

const MEMBERS_OF_KEYED: [&str; 6] = [
    "ConditionExpression",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "Key",
    "ReturnValuesOnConditionCheckFailure",
    "TableName",
];
const MEMBERS_OF_PUT: [&str; 6] = [
    "ConditionExpression",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "Item",
    "ReturnValuesOnConditionCheckFailure",
    "TableName",
];
const MEMBERS_OF_UPDATE: [&str; 7] = [
    "ConditionExpression",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "Key",
    "ReturnValuesOnConditionCheckFailure",
    "TableName",
    "UpdateExpression",
];
