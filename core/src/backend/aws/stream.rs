//! ListStreams, DescribeStream, GetShardIterator, GetRecords, which the SDK has in a crate of their own.

use std::sync::Arc;
use std::time::SystemTime;

use aws_sdk_dynamodbstreams::Client;
use aws_sdk_dynamodbstreams::config::http::HttpRequest;
use aws_sdk_dynamodbstreams::primitives::DateTime;
use aws_sdk_dynamodbstreams::types::{
    KeySchemaElement, KeyType, OperationType, Record, Shard as SdkShard, ShardFilter, ShardFilterType,
    ShardIteratorType, Stream, StreamDescription as SdkDescription, StreamStatus as SdkStatus, StreamViewType,
};

use super::error::{failed, unreadable};
use super::items::item_from;
use crate::backend::{
    DescribeStream, GetRecords, GetRecordsOutput, GetShardIterator, GetShardIteratorOutput, ListStreams,
    ListStreamsOutput, Shard, ShardStart, StreamDescription, StreamEvent, StreamRecord, StreamStatus, StreamSummary,
    StreamView, UserIdentity,
};
use crate::error::{Error, ErrorKind};
use crate::expr::Name;
use crate::time::Timestamp;
use crate::value::Item;
use crate::wire::write_json_string;

pub(super) async fn list_streams(client: &Client, request: ListStreams) -> Result<ListStreamsOutput, Error> {
    let call = client
        .list_streams()
        .set_table_name(request.table.as_deref().map(str::to_owned))
        .set_limit(limit(request.limit))
        .set_exclusive_start_stream_arn(request.start_stream.as_deref().map(str::to_owned));
    let output = call.send().await.map_err(failed)?;
    Ok(ListStreamsOutput {
        streams: output.streams().iter().map(summary).collect::<Result<_, _>>()?,
        last_evaluated_stream: output.last_evaluated_stream_arn().map(Arc::from),
    })
}

pub(super) async fn describe_stream(client: &Client, request: DescribeStream) -> Result<StreamDescription, Error> {
    let children = request.children_of.as_deref();
    let children =
        children.map(|parent| ShardFilter::builder().r#type(ShardFilterType::ChildShards).shard_id(parent).build());
    let call = client
        .describe_stream()
        .stream_arn(&*request.stream)
        .set_limit(limit(request.limit))
        .set_exclusive_start_shard_id(request.start_shard.as_deref().map(str::to_owned))
        .set_shard_filter(children);
    let output = call.send().await.map_err(failed)?;
    described(output.stream_description())
}

pub(super) async fn get_shard_iterator(
    client: &Client,
    request: GetShardIterator,
) -> Result<GetShardIteratorOutput, Error> {
    let call = client.get_shard_iterator().stream_arn(&*request.stream).shard_id(&*request.shard);
    let output = match &request.start {
        ShardStart::TrimHorizon => call.shard_iterator_type(ShardIteratorType::TrimHorizon).send().await,
        ShardStart::Latest => call.shard_iterator_type(ShardIteratorType::Latest).send().await,
        ShardStart::AtSequenceNumber(number) => {
            let call = call.shard_iterator_type(ShardIteratorType::AtSequenceNumber);
            call.sequence_number(&**number).send().await
        }
        ShardStart::AfterSequenceNumber(number) => {
            let call = call.shard_iterator_type(ShardIteratorType::AfterSequenceNumber);
            call.sequence_number(&**number).send().await
        }
        ShardStart::AtTimestamp(time) => {
            // The SDK has a member for the time in its newest versions alone, so the body is written here.
            let body = body_with_time(&request, *time);
            let call = call.shard_iterator_type(ShardIteratorType::from(AT_TIMESTAMP));
            call.customize().mutate_request(move |request| set_body(request, &body)).send().await
        }
    };
    let output = output.map_err(failed)?;
    let iterator = output.shard_iterator().ok_or_else(|| malformed("without the iterator"))?;
    Ok(GetShardIteratorOutput::new(iterator.into()))
}

pub(super) async fn get_records(client: &Client, request: GetRecords) -> Result<GetRecordsOutput, Error> {
    let call = client.get_records().shard_iterator(&*request.iterator).set_limit(limit(request.limit));
    let output = call.send().await.map_err(failed)?;
    Ok(GetRecordsOutput {
        records: output.records().iter().map(record).collect::<Result<_, _>>()?,
        next_iterator: output.next_shard_iterator().map(Arc::from),
    })
}

/// Converts a limit. DynamoDB refuses what is larger than the SDK's numbers, too.
fn limit(limit: Option<u32>) -> Option<i32> {
    limit.map(|limit| i32::try_from(limit).unwrap_or(i32::MAX))
}

fn body_with_time(request: &GetShardIterator, time: SystemTime) -> Vec<u8> {
    let mut body = Vec::new();
    let members = [
        ("{\"StreamArn\":", &*request.stream),
        (",\"ShardId\":", &*request.shard),
        (",\"ShardIteratorType\":", AT_TIMESTAMP),
    ];
    for (name, text) in members {
        body.extend_from_slice(name.as_bytes());
        write_json_string(&mut body, text);
    }
    let millis = Timestamp::from(time).as_millis();
    let sign = if millis < 0 { "-" } else { "" };
    let (seconds, rest) = (millis.unsigned_abs() / 1000, millis.unsigned_abs() % 1000);
    body.extend_from_slice(format!(",\"Timestamp\":{sign}{seconds}.{rest:03}}}").as_bytes());
    body
}

fn set_body(request: &mut HttpRequest, body: &[u8]) {
    *request.body_mut() = body.to_vec().into();
    request.headers_mut().insert("content-length", body.len().to_string());
}

fn summary(stream: &Stream) -> Result<StreamSummary, Error> {
    match (stream.stream_arn(), stream.table_name(), stream.stream_label()) {
        (Some(arn), Some(table), Some(label)) => Ok(StreamSummary::new(arn.into(), table.into(), label.into())),
        _ => Err(malformed("without a name")),
    }
}

fn described(stream: Option<&SdkDescription>) -> Result<StreamDescription, Error> {
    let stream = stream.ok_or_else(|| malformed("without a description"))?;
    let text = |text: Option<&str>| text.map(Arc::<str>::from).ok_or_else(|| malformed("without a name"));
    let status = match stream.stream_status() {
        Some(SdkStatus::Enabling) => StreamStatus::Enabling,
        Some(SdkStatus::Enabled) => StreamStatus::Enabled,
        Some(SdkStatus::Disabling) => StreamStatus::Disabling,
        Some(SdkStatus::Disabled) => StreamStatus::Disabled,
        _ => StreamStatus::Other,
    };
    let key = |kind: &KeyType| {
        let element = stream.key_schema().iter().find(|element| element.key_type() == kind);
        element.map(KeySchemaElement::attribute_name).map(|name| Name::from(name.to_owned()))
    };
    let (arn, label) = (text(stream.stream_arn())?, text(stream.stream_label())?);
    let mut description = StreamDescription::new(arn, label, text(stream.table_name())?, status);
    description.view = view(stream.stream_view_type());
    description.created = stream.creation_request_date_time().and_then(time);
    (description.hash, description.range) = (key(&KeyType::Hash), key(&KeyType::Range));
    description.shards = stream.shards().iter().map(shard).collect::<Result<_, _>>()?;
    description.last_evaluated_shard = stream.last_evaluated_shard_id().map(Arc::from);
    Ok(description)
}

fn shard(shard: &SdkShard) -> Result<Shard, Error> {
    let id = shard.shard_id().ok_or_else(|| malformed("without the name of a shard"))?;
    let numbers = shard.sequence_number_range();
    Ok(Shard {
        id: id.into(),
        parent: shard.parent_shard_id().map(Arc::from),
        start: numbers.and_then(|numbers| numbers.starting_sequence_number()).map(Arc::from),
        end: numbers.and_then(|numbers| numbers.ending_sequence_number()).map(Arc::from),
    })
}

fn record(record: &Record) -> Result<StreamRecord, Error> {
    let event = match record.event_name() {
        Some(OperationType::Insert) => StreamEvent::Insert,
        Some(OperationType::Modify) => StreamEvent::Modify,
        Some(OperationType::Remove) => StreamEvent::Remove,
        _ => return Err(malformed("with a record of an unknown event")),
    };
    let (Some(change), text) = (record.dynamodb(), |text: Option<&str>| text.unwrap_or_default().to_owned()) else {
        return Err(malformed("with a record of nothing"));
    };
    let number = change.sequence_number().ok_or_else(|| malformed("with a record without a number"))?;
    let keys = change.keys().map(item_from).transpose().map_err(unreadable)?.unwrap_or_else(Item::empty);
    Ok(StreamRecord {
        event_id: text(record.event_id()),
        event_version: text(record.event_version()),
        event_source: text(record.event_source()),
        region: text(record.aws_region()),
        at: change.approximate_creation_date_time().and_then(time),
        new: change.new_image().map(item_from).transpose().map_err(unreadable)?,
        old: change.old_image().map(item_from).transpose().map_err(unreadable)?,
        size_bytes: change.size_bytes().and_then(|size| u64::try_from(size).ok()).unwrap_or_default(),
        view: view(change.stream_view_type()),
        user: record.user_identity().map(|user| UserIdentity::new(text(user.principal_id()), text(user.r#type()))),
        ..StreamRecord::new(event, keys, number.into())
    })
}

fn view(view: Option<&StreamViewType>) -> Option<StreamView> {
    Some(match view? {
        StreamViewType::KeysOnly => StreamView::KeysOnly,
        StreamViewType::NewImage => StreamView::NewImage,
        StreamViewType::OldImage => StreamView::OldImage,
        StreamViewType::NewAndOldImages => StreamView::NewAndOldImages,
        _ => return None,
    })
}

fn time(time: &DateTime) -> Option<SystemTime> {
    SystemTime::try_from(*time).ok()
}

fn malformed(how: &str) -> Error {
    Error::new(ErrorKind::Service, format!("DynamoDB answered about a stream {how}"))
}

const AT_TIMESTAMP: &str = "AT_TIMESTAMP";

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use aws_sdk_dynamodbstreams::types::{AttributeValue, StreamRecord as SdkRecord};

    use super::*;
    use crate::value::Value;

    #[test]
    fn times_are_written_to_the_millisecond() {
        // given
        let request = |millis: i64| {
            let time = SystemTime::from(Timestamp::from_millis(millis).unwrap()) + Duration::from_micros(999);
            (GetShardIterator::new("arn:\"x\"".into(), "shard".into(), ShardStart::AtTimestamp(time)), time)
        };

        // when, then
        for (millis, written) in [(1_791_316_726_480, "1791316726.480"), (5, "0.005"), (-1_500, "-1.500")] {
            let (request, time) = request(millis);
            let body = String::from_utf8(body_with_time(&request, time)).unwrap();
            let members =
                "\"StreamArn\":\"arn:\\\"x\\\"\",\"ShardId\":\"shard\",\"ShardIteratorType\":\"AT_TIMESTAMP\"";
            assert_eq!(body, format!("{{{members},\"Timestamp\":{written}}}"));
        }
    }

    #[test]
    fn a_record_comes_with_all_that_it_says() {
        // given
        let value = |text: &str| AttributeValue::S(text.to_owned());
        let change = SdkRecord::builder()
            .approximate_creation_date_time(DateTime::from_secs(1_700_000_000))
            .keys("PK", value("a"))
            .new_image("PK", value("a"))
            .new_image("n", AttributeValue::N("1.50".to_owned()))
            .sequence_number("100000000000000000000")
            .size_bytes(59)
            .stream_view_type(StreamViewType::NewImage);
        let sdk = Record::builder().event_id("id").event_name(OperationType::Modify).dynamodb(change.build()).build();

        // when
        let record = record(&sdk).unwrap();

        // then
        let number: crate::value::Number = "1.5".parse().unwrap();
        assert_eq!((record.event, record.event_id.as_str()), (StreamEvent::Modify, "id"));
        assert_eq!(record.keys.value("PK"), Some(Value::from("a")));
        assert_eq!(record.new.and_then(|new| new.value("n")), Some(Value::N(number)));
        assert_eq!((record.old, record.user), (None, None));
        assert_eq!((record.size_bytes, record.view), (59, Some(StreamView::NewImage)));
        assert_eq!(record.at, Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)));
    }

    #[test]
    fn answers_that_lack_a_part_are_errors() {
        let nameless =
            Record::builder().event_name(OperationType::Insert).dynamodb(SdkRecord::builder().build()).build();
        let empty = Record::builder().event_name(OperationType::Insert).build();

        for sdk in [nameless, empty, Record::builder().build()] {
            assert_eq!(record(&sdk).unwrap_err().kind(), ErrorKind::Service);
        }
        assert_eq!(described(None).unwrap_err().kind(), ErrorKind::Service);
        assert_eq!(summary(&Stream::builder().build()).unwrap_err().kind(), ErrorKind::Service);
    }
}
