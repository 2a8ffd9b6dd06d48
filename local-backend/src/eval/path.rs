//! Finds the values that paths point to.

use std::cell::RefCell;
use std::collections::HashMap;

use monotable::Item;
use monotable::expression::{Path, Step};
use monotable::values::ValueRef;

/// An item in which paths are looked up. What many of them lead through in a large item is walked once for all.
pub(crate) struct Lookup<'a> {
    item: &'a Item,
    index: Option<Box<RefCell<Index<'a>>>>,
}

impl<'a> Lookup<'a> {
    /// An item in which a few paths are looked up.
    pub(crate) const fn few(item: &'a Item) -> Self {
        Self { item, index: None }
    }

    /// An item in which so many paths are looked up.
    pub(crate) fn many(item: &'a Item, paths: usize) -> Self {
        let index =
            (paths > FEW && paths * item.packed_len() > LITTLE).then(|| Box::new(RefCell::new(Index::of(item))));
        Self { item, index }
    }

    /// The value at a path; `None` where the attribute, a member or an element is missing, or a step does not fit its value.
    #[inline]
    pub(crate) fn find(&self, path: &Path) -> Option<ValueRef<'a>> {
        self.find_at(&path.head, &path.steps)
    }

    /// The value of an attribute, or some steps into it.
    #[inline]
    pub(crate) fn find_at(&self, head: &str, steps: &[Step]) -> Option<ValueRef<'a>> {
        match &self.index {
            None => {
                let value = self.item.get(head)?;
                if steps.is_empty() { Some(value) } else { descend(value, steps) }
            }
            Some(index) => index.borrow_mut().find(head, steps),
        }
    }

    /// Returns the answer to a question about two operands, which is asked once where many paths are looked up: a comparison of
    /// large documents may stand in a condition hundreds of times.
    pub(super) fn once(&self, question: u64, answer: impl FnOnce() -> bool) -> bool {
        let Some(index) = &self.index else { return answer() };
        if let Some(known) = index.borrow().answers.get(&question) {
            return *known;
        }
        let answer = answer();
        index.borrow_mut().answers.insert(question, answer);
        answer
    }
}

/// The value some steps into another.
fn descend<'a>(value: ValueRef<'a>, steps: &[Step]) -> Option<ValueRef<'a>> {
    steps.iter().try_fold(value, |value, step| match (value, step) {
        (ValueRef::M(map), Step::Name(name)) => map.get(name),
        (ValueRef::L(list), Step::Index(index)) => list.iter().nth(*index as usize),
        _ => None,
    })
}

/// The values of an item by where they are, as far as paths led to them.
struct Index<'a> {
    attributes: HashMap<&'a [u8], usize>,
    nodes: Vec<Node<'a>>,
    answers: HashMap<u64, bool>,
}

struct Node<'a> {
    value: ValueRef<'a>,
    inner: Inner<'a>,
}

/// What is in a value.
enum Inner<'a> {
    Unknown,
    Members(HashMap<&'a [u8], usize>),
    /// The first element; the others follow it.
    Elements(usize, usize),
    Nothing,
}

impl<'a> Index<'a> {
    fn of(item: &'a Item) -> Self {
        let mut nodes = Vec::new();
        let mut attributes = HashMap::new();
        for (name, value) in item {
            // Of a name that an item has twice, which none that is stored has, the first counts.
            attributes.entry(name).or_insert(nodes.len());
            nodes.push(Node { value, inner: Inner::Unknown });
        }
        Self { attributes, nodes, answers: HashMap::new() }
    }

    fn find(&mut self, head: &str, steps: &[Step]) -> Option<ValueRef<'a>> {
        let mut at = *self.attributes.get(head.as_bytes())?;
        for step in steps {
            if matches!(self.nodes[at].inner, Inner::Unknown) {
                self.nodes[at].inner = self.look_into(self.nodes[at].value);
            }
            at = match (&self.nodes[at].inner, step) {
                (Inner::Members(members), Step::Name(name)) => *members.get(name.as_bytes())?,
                (Inner::Elements(first, count), Step::Index(index)) if (*index as usize) < *count => {
                    first + *index as usize
                }
                _ => return None,
            };
        }
        Some(self.nodes[at].value)
    }

    fn look_into(&mut self, value: ValueRef<'a>) -> Inner<'a> {
        let first = self.nodes.len();
        let node = |value| Node { value, inner: Inner::Unknown };
        match value {
            ValueRef::M(map) => {
                self.nodes.extend(map.iter().map(|(_, value)| node(value)));
                Inner::Members(map.iter().enumerate().map(|(at, (name, _))| (name, first + at)).collect())
            }
            ValueRef::L(list) => {
                self.nodes.extend(list.iter().map(node));
                Inner::Elements(first, self.nodes.len() - first)
            }
            _ => Inner::Nothing,
        }
    }
}

/// Up to so many paths it is cheaper to look for each.
const FEW: usize = 8;
/// Paths times bytes up to which it is, too.
const LITTLE: usize = 16 * 1024;
