"""What programs with boto3 do most, against the server at the URL that is given.

    pip install -r tests/clients/requirements.txt
    monotable serve --port 8000 &
    python tests/clients/boto3_smoke.py http://127.0.0.1:8000

Ends with status 0 if all went as it does on DynamoDB.
"""

import sys
from decimal import Decimal
from uuid import uuid4

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.config import Config
from botocore.exceptions import ClientError


def connect(url):
    options = {
        "endpoint_url": url,
        "region_name": "us-east-1",
        "aws_access_key_id": "local",
        "aws_secret_access_key": "local",
        "config": Config(retries={"max_attempts": 1}),
    }
    services = boto3.client("dynamodb", **options), boto3.client("dynamodbstreams", **options)
    return *services, boto3.resource("dynamodb", **options)


def create(client):
    client.create_table(
        TableName="smoke",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "N"},
            {"AttributeName": "status", "AttributeType": "S"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-status",
                "KeySchema": [
                    {"AttributeName": "status", "KeyType": "HASH"},
                    {"AttributeName": "sk", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    client.get_waiter("table_exists").wait(TableName="smoke")
    table = client.describe_table(TableName="smoke")["Table"]
    assert table["TableStatus"] == "ACTIVE"
    assert table["GlobalSecondaryIndexes"][0]["IndexStatus"] == "ACTIVE"
    assert "smoke" in client.list_tables()["TableNames"]


def write_and_read(table):
    item = {
        "pk": "a",
        "sk": 1,
        "price": Decimal("12.50"),
        "tags": {"x", "y"},
        "blob": b"\x00\xff",
        "nested": {"list": [1, "two", None, True]},
        "text": "gr\u00fc\u00df dich \U0001f600 \"quoted\"\n",
    }
    table.put_item(Item=item)
    found = table.get_item(Key={"pk": "a", "sk": 1}, ConsistentRead=True)["Item"]
    assert found["price"] == Decimal("12.5") and found["tags"] == {"x", "y"}
    assert found["blob"].value == b"\x00\xff" and found["text"] == item["text"]
    assert found["nested"]["list"] == [1, "two", None, True]
    assert "Item" not in table.get_item(Key={"pk": "a", "sk": 2})

    updated = table.update_item(
        Key={"pk": "a", "sk": 1},
        UpdateExpression="SET price = price + :more, #l = list_append(if_not_exists(#l, :none), :one) REMOVE tags",
        ExpressionAttributeNames={"#l": "log"},
        ExpressionAttributeValues={":more": Decimal("0.5"), ":none": [], ":one": ["seen"]},
        ReturnValues="UPDATED_NEW",
    )
    assert updated["Attributes"] == {"price": Decimal("13"), "log": ["seen"]}

    try:
        table.put_item(Item=item, ConditionExpression=Attr("pk").not_exists())
        raise AssertionError("the condition did not fail")
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ConditionalCheckFailedException"

    deleted = table.delete_item(Key={"pk": "a", "sk": 1}, ReturnValues="ALL_OLD")
    assert deleted["Attributes"]["log"] == ["seen"]


def pages(client, table):
    with table.batch_writer() as batch:
        for number in range(60):
            batch.put_item(Item={"pk": "page", "sk": number, "status": "open" if number % 3 else "done"})
    page = table.query(KeyConditionExpression=Key("pk").eq("page") & Key("sk").between(10, 29), Limit=15)
    assert [int(item["sk"]) for item in page["Items"]] == list(range(10, 25))
    rest = table.query(
        KeyConditionExpression=Key("pk").eq("page") & Key("sk").between(10, 29),
        ExclusiveStartKey=page["LastEvaluatedKey"],
    )
    assert [int(item["sk"]) for item in rest["Items"]] == list(range(25, 30)) and "LastEvaluatedKey" not in rest

    newest = table.query(
        IndexName="by-status",
        KeyConditionExpression=Key("status").eq("done"),
        ScanIndexForward=False,
        ReturnConsumedCapacity="INDEXES",
        Limit=3,
    )
    assert [int(item["sk"]) for item in newest["Items"]] == [57, 54, 51]
    assert "by-status" in newest["ConsumedCapacity"]["GlobalSecondaryIndexes"]

    paginator = client.get_paginator("scan").paginate(
        TableName="smoke",
        FilterExpression="#s = :s",
        ExpressionAttributeNames={"#s": "status"},
        ExpressionAttributeValues={":s": {"S": "open"}},
        PaginationConfig={"PageSize": 7},
    )
    assert sum(page["Count"] for page in paginator) == 40

    keys = [{"pk": {"S": "page"}, "sk": {"N": str(number)}} for number in range(0, 120, 2)][:50]
    batch = client.batch_get_item(RequestItems={"smoke": {"Keys": keys, "ProjectionExpression": "sk"}})
    assert len(batch["Responses"]["smoke"]) == 30 and batch["UnprocessedKeys"] == {}


def transact(client):
    def put(number, condition):
        item = {"pk": {"S": "t"}, "sk": {"N": str(number)}}
        return {"Put": {"TableName": "smoke", "Item": item, "ConditionExpression": condition}}

    new, old = "attribute_not_exists(pk)", "attribute_exists(pk)"
    token = str(uuid4())
    client.transact_write_items(TransactItems=[put(1, new), put(2, new)], ClientRequestToken=token)
    client.transact_write_items(TransactItems=[put(1, new), put(2, new)], ClientRequestToken=token)
    try:
        client.transact_write_items(TransactItems=[put(3, new), put(4, old)])
        raise AssertionError("the transaction was not cancelled")
    except client.exceptions.TransactionCanceledException as error:
        codes = [reason["Code"] for reason in error.response["CancellationReasons"]]
        assert codes == ["None", "ConditionalCheckFailed"], codes
    gets = [{"Get": {"TableName": "smoke", "Key": {"pk": {"S": "t"}, "sk": {"N": str(n)}}}} for n in (1, 3)]
    answer = client.transact_get_items(TransactItems=gets)["Responses"]
    assert answer[0]["Item"]["sk"] == {"N": "1"} and "Item" not in answer[1]


def legacy(client):
    key = {"pk": {"S": "old"}, "sk": {"N": "1"}}
    client.put_item(TableName="smoke", Item={**key, "n": {"N": "1"}}, Expected={"pk": {"Exists": False}})
    client.update_item(
        TableName="smoke", Key=key, AttributeUpdates={"n": {"Action": "ADD", "Value": {"N": "2"}}}
    )
    found = client.query(
        TableName="smoke",
        KeyConditions={"pk": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "old"}]}},
        AttributesToGet=["n"],
    )
    assert found["Items"] == [{"n": {"N": "3"}}]


def refused(client):
    for operation, parameters, code in [
        ("get_item", {"TableName": "nowhere", "Key": {"pk": {"S": "a"}}}, "ResourceNotFoundException"),
        ("get_item", {"TableName": "smoke", "Key": {"pk": {"S": "a"}}}, "ValidationException"),
        ("create_global_table", {"GlobalTableName": "any", "ReplicationGroup": []}, "UnknownOperationException"),
    ]:
        try:
            getattr(client, operation)(**parameters)
            raise AssertionError(f"{operation} was not refused")
        except ClientError as error:
            assert error.response["Error"]["Code"] == code, error


def time_to_live(client):
    specification = {"Enabled": True, "AttributeName": "expires"}
    client.update_time_to_live(TableName="smoke", TimeToLiveSpecification=specification)
    description = client.describe_time_to_live(TableName="smoke")["TimeToLiveDescription"]
    assert description == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}


def stream(client, streams):
    specification = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    client.update_table(TableName="smoke", StreamSpecification=specification)
    client.get_waiter("table_exists").wait(TableName="smoke")
    arn = client.describe_table(TableName="smoke")["Table"]["LatestStreamArn"]
    assert arn in [one["StreamArn"] for one in streams.list_streams(TableName="smoke")["Streams"]]
    key = {"pk": {"S": "stream"}, "sk": {"N": "1"}}
    for total in ("1", "2", "2"):
        client.put_item(TableName="smoke", Item={**key, "total": {"N": total}})
    client.delete_item(TableName="smoke", Key=key)

    records = []
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        start = {"StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        iterator = streams.get_shard_iterator(**start)["ShardIterator"]
        while page := streams.get_records(ShardIterator=iterator, Limit=2):
            if not page["Records"]:
                break
            records += page["Records"]
            iterator = page["NextShardIterator"]
    assert [record["eventName"] for record in records] == ["INSERT", "MODIFY", "REMOVE"]
    assert all(record["dynamodb"]["Keys"] == key for record in records)
    assert records[1]["dynamodb"]["OldImage"]["total"] == {"N": "1"}
    assert records[1]["dynamodb"]["NewImage"]["total"] == {"N": "2"}
    client.update_table(TableName="smoke", StreamSpecification={"StreamEnabled": False})
    assert streams.describe_stream(StreamArn=arn)["StreamDescription"]["StreamStatus"] == "DISABLED"


def main(url):
    client, streams, resource = connect(url)
    create(client)
    table = resource.Table("smoke")
    write_and_read(table)
    pages(client, table)
    transact(client)
    legacy(client)
    refused(client)
    time_to_live(client)
    stream(client, streams)
    client.delete_table(TableName="smoke")
    client.get_waiter("table_not_exists").wait(TableName="smoke")
    print("boto3: all well")


if __name__ == "__main__":
    main(sys.argv[1])
