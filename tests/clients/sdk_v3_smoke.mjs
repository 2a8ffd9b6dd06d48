// What programs with the AWS SDK for JavaScript do most, against the server at the URL that is given.
//
//     npm ci
//     monotable serve --port 8000 &
//     node sdk_v3_smoke.mjs http://127.0.0.1:8000
//
// Ends with status 0 if all went as it does on DynamoDB.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
  BatchGetItemCommand,
  CreateGlobalTableCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  TransactionCanceledException,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  paginateScan,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from "@aws-sdk/client-dynamodb-streams";
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand as DocumentQueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";

const TableName = "smoke-js";

function connect(url) {
  const options = {
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  };
  const client = new DynamoDBClient(options);
  return { client, documents: DynamoDBDocumentClient.from(client), streams: new DynamoDBStreamsClient(options) };
}

async function create({ client }) {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "N" },
        { AttributeName: "status", AttributeType: "S" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-status",
          KeySchema: [
            { AttributeName: "status", KeyType: "HASH" },
            { AttributeName: "sk", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "ALL" },
        },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30 }, { TableName });
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  assert.equal(Table.TableStatus, "ACTIVE");
  assert.equal(Table.GlobalSecondaryIndexes[0].IndexStatus, "ACTIVE");
  assert.ok(Table.CreationDateTime instanceof Date);
  assert.ok((await client.send(new ListTablesCommand({}))).TableNames.includes(TableName));
}

async function writeAndRead({ documents }) {
  const Key = { pk: "a", sk: 1 };
  const Item = {
    ...Key,
    price: 12.5,
    tags: new Set(["x", "y"]),
    blob: new Uint8Array([0, 255]),
    nested: { list: [1, "two", null, true] },
    text: 'gr\u00fc\u00df dich \u{1f600} "quoted"\n',
  };
  await documents.send(new PutCommand({ TableName, Item }));
  const found = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  assert.deepEqual({ ...found.Item, blob: new Uint8Array(found.Item.blob) }, Item);
  const missing = await documents.send(new GetCommand({ TableName, Key: { pk: "a", sk: 2 } }));
  assert.equal(missing.Item, undefined);

  const updated = await documents.send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression:
        "SET price = price + :more, #l = list_append(if_not_exists(#l, :none), :one) REMOVE tags",
      ExpressionAttributeNames: { "#l": "log" },
      ExpressionAttributeValues: { ":more": 0.5, ":none": [], ":one": ["seen"] },
      ReturnValues: "UPDATED_NEW",
    }),
  );
  assert.deepEqual(updated.Attributes, { price: 13, log: ["seen"] });

  const guarded = new PutCommand({
    TableName,
    Item,
    ConditionExpression: "attribute_not_exists(pk)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
  await assert.rejects(documents.send(guarded), (error) => {
    assert.equal(error.name, "ConditionalCheckFailedException");
    assert.deepEqual(error.Item.price, { N: "13" });
    return true;
  });

  const deleted = await documents.send(new DeleteCommand({ TableName, Key, ReturnValues: "ALL_OLD" }));
  assert.deepEqual(deleted.Attributes.log, ["seen"]);
}

async function pages({ client, documents }) {
  const numbers = [...Array(60).keys()];
  for (let from = 0; from < 60; from += 25) {
    const puts = numbers.slice(from, from + 25).map((sk) => ({
      PutRequest: { Item: { pk: "page", sk, status: sk % 3 ? "open" : "done" } },
    }));
    const answer = await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
    assert.deepEqual(answer.UnprocessedItems, {});
  }

  const range = {
    TableName,
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
    ExpressionAttributeValues: { ":pk": "page", ":from": 10, ":to": 29 },
  };
  const sks = (page) => page.Items.map((item) => item.sk);
  const page = await documents.send(new DocumentQueryCommand({ ...range, Limit: 15 }));
  assert.deepEqual(sks(page), numbers.slice(10, 25));
  const rest = await documents.send(
    new DocumentQueryCommand({ ...range, ExclusiveStartKey: page.LastEvaluatedKey }),
  );
  assert.deepEqual(sks(rest), numbers.slice(25, 30));
  assert.equal(rest.LastEvaluatedKey, undefined);

  const newest = await documents.send(
    new DocumentQueryCommand({
      TableName,
      IndexName: "by-status",
      KeyConditionExpression: "#s = :s",
      ExpressionAttributeNames: { "#s": "status" },
      ExpressionAttributeValues: { ":s": "done" },
      ScanIndexForward: false,
      ReturnConsumedCapacity: "INDEXES",
      Limit: 3,
    }),
  );
  assert.deepEqual(sks(newest), [57, 54, 51]);
  assert.ok(newest.ConsumedCapacity.GlobalSecondaryIndexes["by-status"].CapacityUnits > 0);

  let open = 0;
  const scan = {
    TableName,
    FilterExpression: "#s = :s",
    ExpressionAttributeNames: { "#s": "status" },
    ExpressionAttributeValues: { ":s": { S: "open" } },
  };
  for await (const found of paginateScan({ client, pageSize: 7 }, scan)) {
    open += found.Count;
  }
  assert.equal(open, 40);

  const Keys = numbers.slice(0, 50).map((n) => ({ pk: { S: "page" }, sk: { N: String(2 * n) } }));
  const batch = await client.send(
    new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ProjectionExpression: "sk" } } }),
  );
  assert.equal(batch.Responses[TableName].length, 30);
  assert.deepEqual(batch.UnprocessedKeys, {});
}

async function transact({ client }) {
  const put = (number, ConditionExpression) => ({
    Put: { TableName, Item: { pk: { S: "t" }, sk: { N: String(number) } }, ConditionExpression },
  });
  const [absent, present] = ["attribute_not_exists(pk)", "attribute_exists(pk)"];
  const twice = { TransactItems: [put(1, absent), put(2, absent)], ClientRequestToken: randomUUID() };
  await client.send(new TransactWriteItemsCommand(twice));
  await client.send(new TransactWriteItemsCommand(twice));

  const cancelled = new TransactWriteItemsCommand({ TransactItems: [put(3, absent), put(4, present)] });
  await assert.rejects(client.send(cancelled), (error) => {
    assert.ok(error instanceof TransactionCanceledException);
    assert.deepEqual(
      error.CancellationReasons.map((reason) => reason.Code),
      ["None", "ConditionalCheckFailed"],
    );
    return true;
  });

  const get = (number) => ({ Get: { TableName, Key: { pk: { S: "t" }, sk: { N: String(number) } } } });
  const { Responses } = await client.send(new TransactGetItemsCommand({ TransactItems: [get(1), get(3)] }));
  assert.deepEqual(Responses[0].Item.sk, { N: "1" });
  assert.equal(Responses[1].Item, undefined);
}

async function legacy({ client }) {
  const Key = { pk: { S: "old" }, sk: { N: "1" } };
  await client.send(
    new PutItemCommand({ TableName, Item: { ...Key, n: { N: "1" } }, Expected: { pk: { Exists: false } } }),
  );
  await client.send(
    new UpdateItemCommand({ TableName, Key, AttributeUpdates: { n: { Action: "ADD", Value: { N: "2" } } } }),
  );
  const found = await client.send(
    new QueryCommand({
      TableName,
      KeyConditions: { pk: { ComparisonOperator: "EQ", AttributeValueList: [{ S: "old" }] } },
      AttributesToGet: ["n"],
    }),
  );
  assert.deepEqual(found.Items, [{ n: { N: "3" } }]);
}

async function refused({ client }) {
  const Key = { pk: { S: "a" } };
  for (const [command, name] of [
    [new GetItemCommand({ TableName: "nowhere", Key }), "ResourceNotFoundException"],
    [new GetItemCommand({ TableName, Key }), "ValidationException"],
    [new CreateGlobalTableCommand({ GlobalTableName: "any", ReplicationGroup: [] }), "UnknownOperationException"],
  ]) {
    await assert.rejects(client.send(command), (error) => {
      assert.equal(error.name, name);
      assert.equal(error.$metadata.httpStatusCode, 400);
      return true;
    });
  }
}

async function timeToLive({ client }) {
  const TimeToLiveSpecification = { Enabled: true, AttributeName: "expires" };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  assert.deepEqual(TimeToLiveDescription, { TimeToLiveStatus: "ENABLED", AttributeName: "expires" });
}

async function stream({ client, documents, streams }) {
  const StreamSpecification = { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" };
  await client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
  await waitUntilTableExists({ client, maxWaitTime: 30 }, { TableName });
  const StreamArn = (await client.send(new DescribeTableCommand({ TableName }))).Table.LatestStreamArn;
  const listed = await streams.send(new ListStreamsCommand({ TableName }));
  assert.ok(listed.Streams.some((one) => one.StreamArn === StreamArn));

  const Key = { pk: "stream", sk: 1 };
  for (const total of [1, 2, 2]) {
    await documents.send(new PutCommand({ TableName, Item: { ...Key, total } }));
  }
  await documents.send(new DeleteCommand({ TableName, Key }));

  const records = [];
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  for (const { ShardId } of StreamDescription.Shards) {
    const start = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" };
    let { ShardIterator } = await streams.send(new GetShardIteratorCommand(start));
    for (;;) {
      const page = await streams.send(new GetRecordsCommand({ ShardIterator, Limit: 2 }));
      if (page.Records.length === 0) {
        break;
      }
      records.push(...page.Records);
      ShardIterator = page.NextShardIterator;
    }
  }
  assert.deepEqual(
    records.map((record) => record.eventName),
    ["INSERT", "MODIFY", "REMOVE"],
  );
  for (const record of records) {
    assert.deepEqual(record.dynamodb.Keys, { pk: { S: "stream" }, sk: { N: "1" } });
  }
  assert.deepEqual(records[1].dynamodb.OldImage.total, { N: "1" });
  assert.deepEqual(records[1].dynamodb.NewImage.total, { N: "2" });

  await client.send(new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: false } }));
  const after = await streams.send(new DescribeStreamCommand({ StreamArn }));
  assert.equal(after.StreamDescription.StreamStatus, "DISABLED");
}

async function main(url) {
  const connected = connect(url);
  for (const part of [create, writeAndRead, pages, transact, legacy, refused, timeToLive, stream]) {
    await part(connected);
  }
  const { client } = connected;
  await client.send(new DeleteTableCommand({ TableName }));
  await waitUntilTableNotExists({ client, maxWaitTime: 30 }, { TableName });
  console.log("AWS SDK for JavaScript: all well");
}

const [, , url] = process.argv;
assert.ok(url, "usage: node sdk_v3_smoke.mjs http://127.0.0.1:8000");
await main(url);
