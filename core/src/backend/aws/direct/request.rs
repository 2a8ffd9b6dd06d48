//! Bodies of requests.

use crate::backend::{ReturnConsumed, ReturnValues, Select};
use crate::expr::{Rendered, Renderer};
use crate::value::Item;
use crate::wire::{JsonWriter, write_json_string};

/// A JSON object that is being written, and the objects and arrays in it.
pub(super) struct RequestBody {
    json: Vec<u8>,
}

impl RequestBody {
    /// Creates a request with items of this many bytes, packed.
    pub(super) fn new(packed: usize) -> Self {
        // About what their JSON takes, and the rest of a plain request. To ask for much more than is needed costs more than it
        // saves: allocators are quick up to a kilobyte.
        let mut json = Vec::with_capacity(packed + packed / 2 + 128);
        json.push(b'{');
        Self { json }
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        self.json.push(b'}');
        self.json
    }

    /// Writes a comma, unless an object or array has just begun.
    fn next(&mut self) {
        if !matches!(self.json.last(), Some(b'{' | b'[')) {
            self.json.push(b',');
        }
    }

    /// Writes the name of a member, as the API spells it.
    fn member(&mut self, name: &'static str) {
        self.next();
        self.json.push(b'"');
        self.json.extend_from_slice(name.as_bytes());
        self.json.extend_from_slice(b"\":");
    }

    /// Writes a member with this text.
    pub(super) fn text(&mut self, name: &'static str, text: &str) {
        self.member(name);
        write_json_string(&mut self.json, text);
    }

    /// Writes a member with this text, where there is one.
    pub(super) fn optional(&mut self, name: &'static str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// Writes a member that is a number, where there is one.
    pub(super) fn number(&mut self, name: &'static str, number: Option<u32>) {
        if let Some(number) = number {
            self.member(name);
            // DynamoDB's numbers are signed and far below the bound; what lies beyond it refuses all the same.
            let number = number.min(i32::MAX.unsigned_abs());
            self.json.extend_from_slice(number.to_string().as_bytes());
        }
    }

    /// Writes a member that is true or false, where it is not what DynamoDB assumes.
    pub(super) fn flag(&mut self, name: &'static str, flag: Option<bool>) {
        if let Some(flag) = flag {
            self.member(name);
            self.json.extend_from_slice(if flag { b"true" } else { b"false" });
        }
    }

    /// Writes a member that is an item or a key.
    pub(super) fn item(&mut self, name: &'static str, item: &Item) {
        self.member(name);
        item.write_json(&mut self.json);
    }

    /// Writes an element that is an item or a key.
    pub(super) fn element(&mut self, item: &Item) {
        self.next();
        item.write_json(&mut self.json);
    }

    /// Writes a member that is an object.
    pub(super) fn object(&mut self, name: &'static str, write: impl FnOnce(&mut Self)) {
        self.member(name);
        self.json.push(b'{');
        write(self);
        self.json.push(b'}');
    }

    /// Writes a member of any name, of a table say, that is an object.
    pub(super) fn named_object(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        self.named(name);
        self.json.push(b'{');
        write(self);
        self.json.push(b'}');
    }

    /// Writes a member of any name that is an array.
    pub(super) fn named_array(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        self.named(name);
        self.json.push(b'[');
        write(self);
        self.json.push(b']');
    }

    /// Writes a member that is an array.
    pub(super) fn array(&mut self, name: &'static str, write: impl FnOnce(&mut Self)) {
        self.member(name);
        self.json.push(b'[');
        write(self);
        self.json.push(b']');
    }

    /// Writes an element that is an object.
    pub(super) fn object_element(&mut self, write: impl FnOnce(&mut Self)) {
        self.next();
        self.json.push(b'{');
        write(self);
        self.json.push(b'}');
    }

    fn named(&mut self, name: &str) {
        self.next();
        write_json_string(&mut self.json, name);
        self.json.push(b':');
    }

    /// Writes ExpressionAttributeNames and ExpressionAttributeValues; DynamoDB refuses them where they are present and empty.
    pub(super) fn placeholders(&mut self, renderer: Renderer<'_>) {
        let rendered: Rendered<'_> = renderer.finish();
        let mut names = rendered.names().peekable();
        if names.peek().is_some() {
            self.object("ExpressionAttributeNames", |body| {
                for (placeholder, name) in names {
                    body.named(&placeholder);
                    write_json_string(&mut body.json, name);
                }
            });
        }
        let mut values = rendered.values().peekable();
        if values.peek().is_some() {
            self.object("ExpressionAttributeValues", |body| {
                for (placeholder, value) in values {
                    body.named(&placeholder);
                    JsonWriter::value(&mut body.json).copy(value);
                }
            });
        }
    }

    /// Renders Select and ProjectionExpression.
    pub(super) fn select<'a>(&mut self, wanted: &'a Select, renderer: &mut Renderer<'a>) {
        match wanted {
            Select::Default => {}
            Select::AllAttributes => self.text("Select", "ALL_ATTRIBUTES"),
            Select::Paths(paths) => {
                self.text("Select", "SPECIFIC_ATTRIBUTES");
                self.text("ProjectionExpression", &renderer.projection(paths));
            }
            Select::Count => self.text("Select", "COUNT"),
        }
    }

    pub(super) fn return_values(&mut self, wanted: ReturnValues) {
        let wanted = match wanted {
            ReturnValues::None => return,
            ReturnValues::AllOld => "ALL_OLD",
            ReturnValues::UpdatedOld => "UPDATED_OLD",
            ReturnValues::AllNew => "ALL_NEW",
            ReturnValues::UpdatedNew => "UPDATED_NEW",
        };
        self.text("ReturnValues", wanted);
    }

    pub(super) fn return_old(&mut self, wanted: bool) {
        self.optional("ReturnValuesOnConditionCheckFailure", wanted.then_some("ALL_OLD"));
    }

    pub(super) fn return_consumed(&mut self, wanted: ReturnConsumed) {
        let wanted = match wanted {
            ReturnConsumed::None => return,
            ReturnConsumed::Total => "TOTAL",
            ReturnConsumed::Indexes => "INDEXES",
        };
        self.text("ReturnConsumedCapacity", wanted);
    }

    pub(super) fn return_collections(&mut self, wanted: bool) {
        self.optional("ReturnItemCollectionMetrics", wanted.then_some("SIZE"));
    }
}

/// Adds the token of a transaction to a body that is whole.
pub(super) fn add_token(body: &mut Vec<u8>, token: &str) {
    if body.pop().is_some() {
        let mut open = RequestBody { json: std::mem::take(body) };
        open.text("ClientRequestToken", token);
        *body = open.finish();
    }
}
