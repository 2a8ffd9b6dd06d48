//! A backend whose answers are written down beforehand, on a clock that sleeping moves, and calls where they are to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use monotable::request::control::{CreateTable, DescribeTable, TableDescription, TableStatus, UpdateTimeToLive};
use monotable::request::{
    BatchGetItem, BatchGetItemOutput, BatchKeys, BatchWrite, BatchWriteItem, BatchWriteItemOutput, CancellationReason,
    DeleteItem, DeleteItemOutput, GetItem, GetItemOutput, Payload, PutItem, PutItemOutput, Query, QueryOutput, Scan,
    ScanOutput, TransactGetItems, TransactGetItemsOutput, TransactWriteItems, TransactWriteItemsOutput, UpdateItem,
    UpdateItemOutput,
};
use monotable::{Backend, Clock, Entity, Error, ErrorKind, Item, Reply, Store};

use super::fixture::Shop;

/// A backend that gives the answers of a list, one for each call. Clones are the same backend.
#[derive(Clone, Default)]
pub(super) struct Script(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    answers: VecDeque<Answer>,
    last: Option<fn(&Request) -> Answer>,
    seen: Vec<Request>,
    slept: Vec<Duration>,
    /// The duration of a call.
    takes: Duration,
    turns_back: bool,
}

/// A request that the backend has seen.
#[derive(Clone, Debug)]
pub(super) enum Request {
    Query(Query),
    Scan(Scan),
    BatchGet(BatchGetItem),
    BatchWrite(BatchWriteItem),
    TransactGet(TransactGetItems),
    TransactWrite(TransactWriteItems),
    Other,
}

/// An answer of the backend.
pub(super) enum Answer {
    Page(QueryOutput),
    Got(BatchGetItemOutput),
    Written(BatchWriteItemOutput),
    Found(TransactGetItemsOutput),
    Table(TableStatus),
    Done,
    Fails(Error),
    /// No answer ever comes.
    Never,
}

impl Script {
    /// These answers, in this order. A call beyond them is refused.
    pub(super) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let script = Self::default();
        script.lock().answers.extend(answers);
        script
    }

    /// This answer to every call.
    pub(super) fn always(answer: fn(&Request) -> Answer) -> Self {
        let script = Self::default();
        script.lock().last = Some(answer);
        script
    }

    /// Every call takes this long on the clock.
    pub(super) fn taking(self, takes: Duration) -> Self {
        self.lock().takes = takes;
        self
    }

    /// This answer before all others.
    pub(super) fn first(&self, answer: Answer) {
        self.lock().answers.push_front(answer);
    }

    /// On a clock that is turned back whenever somebody sleeps.
    pub(super) fn turning_back(self) -> Self {
        self.lock().turns_back = true;
        self
    }

    pub(super) fn shop(&self) -> Store<Shop> {
        Shop::on(self.clone())
    }

    /// The requests so far.
    pub(super) fn seen(&self) -> Vec<Request> {
        self.lock().seen.clone()
    }

    /// The pauses so far.
    pub(super) fn slept(&self) -> Vec<Duration> {
        self.lock().slept.clone()
    }

    /// The keys that batches of reads asked for, call by call.
    pub(super) fn keys(&self) -> Vec<Vec<Item>> {
        let keys = |request| match request {
            Request::BatchGet(request) => request.tables.into_values().flat_map(|keys| keys.keys).collect(),
            _ => Vec::new(),
        };
        self.seen().into_iter().map(keys).collect()
    }

    /// Returns the number of items that each batch of writes wrote.
    pub(super) fn writes(&self) -> Vec<usize> {
        self.seen().iter().map(|request| writes_of(request).len()).collect()
    }

    /// The tokens of the transactions.
    pub(super) fn tokens(&self) -> Vec<Option<String>> {
        let token = |request| match request {
            Request::TransactWrite(request) => request.token,
            _ => None,
        };
        self.seen().into_iter().map(token).collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer<T: Send + 'static>(&self, request: Request, pick: fn(Answer) -> Option<T>) -> Reply<'_, T> {
        let mut state = self.lock();
        let answer = state.answers.pop_front().or_else(|| state.last.map(|last| last(&request)));
        state.seen.push(request);
        match answer {
            Some(Answer::Fails(error)) => Reply::ready(Err(error)),
            Some(Answer::Never) => Reply::pending(std::future::pending()),
            Some(answer) => Reply::ready(Ok(pick(answer).expect("the script answers what was asked"))),
            None => Reply::ready(Err(Error::new(ErrorKind::Unsupported, "the script is over"))),
        }
    }
}

macro_rules! unscripted {
    ($($name:ident($input:ident) -> $output:ident;)*) => {
        $(fn $name(&self, _: $input) -> Reply<'_, $output> {
            self.answer(Request::Other, |answer| match answer {
                Answer::Done => Some($output::default()),
                _ => None,
            })
        })*
    };
}

impl Backend for Script {
    unscripted! {
        put_item(PutItem) -> PutItemOutput;
        get_item(GetItem) -> GetItemOutput;
        update_item(UpdateItem) -> UpdateItemOutput;
        delete_item(DeleteItem) -> DeleteItemOutput;
    }

    fn query(&self, request: Query) -> Reply<'_, QueryOutput> {
        self.answer(Request::Query(request), |answer| match answer {
            Answer::Page(page) => Some(page),
            _ => None,
        })
    }

    fn scan(&self, request: Scan) -> Reply<'_, ScanOutput> {
        self.answer(Request::Scan(request), |answer| match answer {
            Answer::Page(page) => Some(page),
            _ => None,
        })
    }

    fn batch_get_item(&self, request: BatchGetItem) -> Reply<'_, BatchGetItemOutput> {
        self.answer(Request::BatchGet(request), |answer| match answer {
            Answer::Got(output) => Some(output),
            _ => None,
        })
    }

    fn batch_write_item(&self, request: BatchWriteItem) -> Reply<'_, BatchWriteItemOutput> {
        self.answer(Request::BatchWrite(request), |answer| match answer {
            Answer::Written(output) => Some(output),
            _ => None,
        })
    }

    fn transact_get_items(&self, request: TransactGetItems) -> Reply<'_, TransactGetItemsOutput> {
        self.answer(Request::TransactGet(request), |answer| match answer {
            Answer::Found(output) => Some(output),
            _ => None,
        })
    }

    fn transact_write_items(&self, request: TransactWriteItems) -> Reply<'_, TransactWriteItemsOutput> {
        self.answer(Request::TransactWrite(request), |answer| match answer {
            Answer::Done => Some(TransactWriteItemsOutput::default()),
            _ => None,
        })
    }

    fn create_table(&self, _: CreateTable) -> Reply<'_, TableDescription> {
        self.answer(Request::Other, |answer| described(&answer))
    }

    fn describe_table(&self, _: DescribeTable) -> Reply<'_, TableDescription> {
        self.answer(Request::Other, |answer| described(&answer))
    }

    fn update_time_to_live(&self, _: UpdateTimeToLive) -> Reply<'_, ()> {
        self.answer(Request::Other, |answer| matches!(answer, Answer::Done).then_some(()))
    }

    fn clock(&self) -> &dyn Clock {
        self
    }
}

fn described(answer: &Answer) -> Option<TableDescription> {
    match answer {
        Answer::Table(status) => Some(TableDescription::new("Shop".into(), *status)),
        _ => None,
    }
}

/// Sleeping is over at once and is written down.
impl Clock for Script {
    fn now(&self) -> SystemTime {
        let state = self.lock();
        let slept: Duration = state.slept.iter().sum();
        if state.turns_back {
            return SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 32) - slept;
        }
        SystemTime::UNIX_EPOCH + slept + state.takes * u32::try_from(state.seen.len()).unwrap_or(u32::MAX)
    }

    fn sleep(&self, duration: Duration) -> Reply<'_, ()> {
        self.lock().slept.push(duration);
        Reply::ready(Ok(()))
    }
}

/// A page of these items, after which it goes on behind the last of these keys.
pub(super) fn page<E: Entity>(items: &[E], next: Option<&E>) -> Answer {
    let mut page = QueryOutput::default();
    page.items = Payload::rows(items.iter().map(|item| item.to_item().unwrap()).collect());
    page.count = u32::try_from(items.len()).unwrap();
    page.scanned_count = page.count;
    page.last_evaluated_key = next.map(|entity| entity.primary_key().unwrap());
    Answer::Page(page)
}

/// Reads these entities, and leaves these keys unprocessed.
pub(super) fn got<E: Entity>(found: &[E], left: &[Item]) -> Answer {
    got_items(found.iter().map(|entity| entity.to_item().unwrap()).collect(), left)
}

/// Reads these items, and leaves these keys unprocessed.
pub(super) fn got_items(found: Vec<Item>, left: &[Item]) -> Answer {
    let mut output = BatchGetItemOutput::default();
    output.items = [("Shop".into(), Payload::rows(found))].into();
    if !left.is_empty() {
        output.unprocessed = Some(BatchGetItem::new([("Shop".into(), BatchKeys::new(left.to_vec()))].into()));
    }
    Answer::Got(output)
}

/// The item of this entity, with the tag of another kind.
pub(super) fn of_another_kind<E: Entity>(entity: &E) -> Item {
    let retagged = |(name, value)| {
        let name = std::str::from_utf8(name).unwrap();
        (name, if name == "_type" { monotable::Value::from("Somebody") } else { monotable::Value::from(value) })
    };
    entity.to_item().unwrap().iter().map(retagged).collect()
}

/// Leaves the last of the writes of a request unprocessed.
pub(super) fn all_but_the_last(request: &Request) -> Answer {
    written(writes_of(request).split_off(writes_of(request).len() - 1))
}

/// Writes all but these.
pub(super) fn written(left: Vec<BatchWrite>) -> Answer {
    let mut output = BatchWriteItemOutput::default();
    if !left.is_empty() {
        output.unprocessed = Some(BatchWriteItem::new([("Shop".into(), left)].into()));
    }
    Answer::Written(output)
}

pub(super) fn writes_of(request: &Request) -> Vec<BatchWrite> {
    match request {
        Request::BatchWrite(request) => request.tables.values().flatten().cloned().collect(),
        _ => Vec::new(),
    }
}

/// A failure of this kind.
pub(super) fn fails(kind: ErrorKind) -> Answer {
    Answer::Fails(Error::new(kind, "scripted"))
}

/// A transaction that is cancelled for these reasons.
pub(super) fn cancelled(codes: &[Option<&str>]) -> Answer {
    let reason = |code: &Option<&str>| match code {
        Some(code) => CancellationReason::new(*code, None, None),
        None => CancellationReason::none(),
    };
    let reasons = codes.iter().map(reason).collect();
    Answer::Fails(Error::new(ErrorKind::TransactionCanceled, "scripted").with_reasons(reasons))
}
