//! Parts of a request as errors print them: as JSON, or as Java prints objects. What is long is cut off.

use monotable::json::write_json_string;

use super::body::{Body, Place, Unreadable};

/// How the types of DynamoDB's model print.
pub(super) enum Shape {
    /// A text, a number, a boolean.
    Scalar,
    Bytes,
    List(&'static Shape),
    Map(&'static Shape),
    /// A class and its members, in the order in which they print.
    Class(&'static str, &'static [(&'static str, &'static Shape)]),
}

/// The value at the position of a body as JSON without white space.
pub(super) fn json(mut body: Body<'_>) -> String {
    let mut out = Vec::new();
    // A body is read before it is printed, so it is JSON.
    let _ = write_json(&mut body, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

fn write_json(body: &mut Body<'_>, out: &mut Vec<u8>) -> Result<(), Unreadable> {
    let mut depth = 0_usize;
    loop {
        let json = body.lexer();
        match json.peek()? {
            byte @ (b'{' | b'[' | b'}' | b']' | b',' | b':') => {
                json.expect(byte, "")?;
                out.push(byte);
                match byte {
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            b'"' => {
                let text = json.string("")?.text()?;
                let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
                write_json_string(out, &text[..end]);
            }
            _ => out.extend_from_slice(scalar(body)?.as_bytes()),
        }
        if depth == 0 {
            return Ok(());
        }
        if out.len() > LONGEST {
            out.extend_from_slice(CUT.as_bytes());
            return Ok(());
        }
    }
}

/// The value at the position of a body in Java's form.
pub(super) fn java(mut body: Body<'_>, shape: &Shape) -> String {
    let mut out = String::new();
    // A body is read before it is printed, so its types are right.
    let _ = write_java(&mut body, shape, DEEPEST, &mut out);
    out
}

fn write_java(body: &mut Body<'_>, shape: &Shape, levels: usize, out: &mut String) -> Result<(), Unreadable> {
    if levels == 0 || out.len() > LONGEST {
        out.push_str(CUT);
        return body.skip();
    }
    match shape {
        Shape::Scalar => push(out, &scalar(body)?),
        Shape::Bytes => {
            let length = body.blob()?.len();
            out.push_str(&format!("java.nio.HeapByteBuffer[pos=0 lim={length} cap={length}]"));
        }
        Shape::List(element) => {
            let mut first = true;
            out.push('[');
            body.long_list(|body| {
                if out.len() > LONGEST {
                    return body.skip();
                }
                separate(out, &mut first);
                write_java(body, element, levels - 1, out)
            })?;
            out.push(']');
        }
        Shape::Map(value) => {
            let mut first = true;
            out.push('{');
            body.map("", |body, name| {
                if out.len() > LONGEST {
                    return body.skip();
                }
                separate(out, &mut first);
                push(out, &name);
                out.push('=');
                write_java(body, value, levels - 1, out)
            })?;
            out.push('}');
        }
        Shape::Class(class, members) => {
            let mut found: Vec<Option<Body<'_>>> = vec![None; members.len()];
            body.structure(Place::Field, |body, name| {
                if let Some(at) = members.iter().position(|(member, _)| *member == name) {
                    found[at] = Some(body.clone());
                }
                body.skip()
            })?;
            out.push_str(class);
            let mut first = true;
            out.push('(');
            for ((name, shape), found) in members.iter().zip(found) {
                separate(out, &mut first);
                out.extend(name.chars().take(1).flat_map(char::to_lowercase).chain(name.chars().skip(1)));
                out.push('=');
                match found {
                    Some(mut body) => write_java(&mut body, shape, levels - 1, out)?,
                    None => out.push_str("null"),
                }
            }
            out.push(')');
        }
    }
    Ok(())
}

fn push(out: &mut String, text: &str) {
    out.extend(text.chars().take(LONGEST));
}

fn separate(out: &mut String, first: &mut bool) {
    if !std::mem::replace(first, false) {
        out.push_str(", ");
    }
}

fn scalar(body: &mut Body<'_>) -> Result<String, Unreadable> {
    for word in ["true", "false", "null"] {
        if body.lexer().eat_word(word)? {
            return Ok(word.to_owned());
        }
    }
    match body.lexer().peek()? {
        b'"' => body.owned(),
        _ => Ok(body.lexer().number()?.to_owned()),
    }
}

/// The writes of a batch by table.
pub(super) static WRITES: Shape = Shape::Map(&Shape::List(&WRITE));
/// The actions of a transaction.
pub(super) static ACTIONS: Shape = Shape::List(&ACTION);
/// The reads of a transaction.
pub(super) static GETS: Shape = Shape::List(&GET);

static ITEM: Shape = Shape::Map(&VALUE);
static NAMES: Shape = Shape::Map(&Shape::Scalar);
static WRITE: Shape = Shape::Class(
    "WriteRequest",
    &[
        ("PutRequest", &Shape::Class("PutRequest", &[("Item", &ITEM)])),
        ("DeleteRequest", &Shape::Class("DeleteRequest", &[("Key", &ITEM)])),
    ],
);
static ACTION: Shape = Shape::Class(
    "TransactWriteItem",
    &[
        ("ConditionCheck", &Shape::Class("ConditionCheck", &[KEY, TABLE, CONDITION, PLACED, VALUES, ON_FAILURE])),
        ("Put", &Shape::Class("Put", &[("Item", &ITEM), TABLE, CONDITION, PLACED, VALUES, ON_FAILURE])),
        ("Delete", &Shape::Class("Delete", &[KEY, TABLE, CONDITION, PLACED, VALUES, ON_FAILURE])),
        (
            "Update",
            &Shape::Class(
                "Update",
                &[KEY, ("UpdateExpression", &Shape::Scalar), TABLE, CONDITION, PLACED, VALUES, ON_FAILURE],
            ),
        ),
    ],
);
static GET: Shape = Shape::Class(
    "TransactGetItem",
    &[("Get", &Shape::Class("Get", &[KEY, TABLE, ("ProjectionExpression", &Shape::Scalar), PLACED]))],
);
static VALUE: Shape = Shape::Class(
    "AttributeValue",
    &[
        ("S", &Shape::Scalar),
        ("N", &Shape::Scalar),
        ("B", &Shape::Bytes),
        ("SS", &Shape::List(&Shape::Scalar)),
        ("NS", &Shape::List(&Shape::Scalar)),
        ("BS", &Shape::List(&Shape::Bytes)),
        ("M", &ITEM),
        ("L", &Shape::List(&VALUE)),
        ("NULL", &Shape::Scalar),
        ("BOOL", &Shape::Scalar),
    ],
);

type Member = (&'static str, &'static Shape);
const KEY: Member = ("Key", &ITEM);
const TABLE: Member = ("TableName", &Shape::Scalar);
const CONDITION: Member = ("ConditionExpression", &Shape::Scalar);
const PLACED: Member = ("ExpressionAttributeNames", &NAMES);
const VALUES: Member = ("ExpressionAttributeValues", &ITEM);
const ON_FAILURE: Member = ("ReturnValuesOnConditionCheckFailure", &Shape::Scalar);

/// Characters after which the rest is cut off.
const LONGEST: usize = 16 * 1024;
/// Levels of lists, maps and classes that are printed: the members of a class are looked for in all of its text.
const DEEPEST: usize = 16;
const CUT: &str = "..";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_print_as_java_prints_objects() {
        let text = br#"{"t": [{"PutRequest": {"Item": {"a": {"S": "x"}, "b": {"L": [{"B": "AAE="}, {"BOOL": true}]}}}},
                     {"DeleteRequest": {"Key": {"a": {"NS": ["1", "2"]}}}}], "u": []}"#;
        let value = |kind: &str, text: &str| {
            let members = ["s", "n", "b", "sS", "nS", "bS", "m", "l", "nULL", "bOOL"];
            let members = members.map(|name| format!("{name}={}", if name == kind { text } else { "null" }));
            format!("AttributeValue({})", members.join(", "))
        };

        let printed = java(Body::new(text).unwrap(), &WRITES);

        let bytes = value("b", "java.nio.HeapByteBuffer[pos=0 lim=2 cap=2]");
        let list = value("l", &format!("[{bytes}, {}]", value("bOOL", "true")));
        assert_eq!(
            printed,
            format!(
                "{{t=[WriteRequest(putRequest=PutRequest(item={{a={}, b={list}}}), deleteRequest=null), \
                 WriteRequest(putRequest=null, deleteRequest=DeleteRequest(key={{a={}}}))], u=[]}}",
                value("s", "x"),
                value("nS", "[1, 2]")
            )
        );
    }

    #[test]
    fn requests_print_as_json_without_white_space() {
        let text = b"{ \"a\" : [ 1 , true,\n null ], \"b\": {\"c\\u0041\": \"x y\"} } ";

        assert_eq!(json(Body::new(text).unwrap()), r#"{"a":[1,true,null],"b":{"cA":"x y"}}"#);
    }

    #[test]
    fn what_is_long_or_deep_is_cut_off() {
        let wide = format!("{{\"t\":[{}]}}", vec!["{}"; 100_000].join(","));
        let deep = format!("{{\"a\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
        let nested = format!("{{\"a\":{}{}}}", r#"{"L":["#.repeat(50_000), "]}".repeat(50_000));

        assert!(java(Body::new(wide.as_bytes()).unwrap(), &WRITES).len() < 10 * LONGEST);
        assert!(json(Body::new(wide.as_bytes()).unwrap()).len() < 2 * LONGEST);
        assert!(json(Body::new(deep.as_bytes()).unwrap()).len() < 2 * LONGEST);
        assert!(java(Body::new(nested.as_bytes()).unwrap(), &ITEM).len() < 2 * LONGEST);
    }
}
