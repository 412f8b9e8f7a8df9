// kafkajs: node kafkajs.js NAME HOST:PORT SASL TLS CA PREFIX; see go-shared/features.go.
const fs = require('fs');
const { Kafka, CompressionTypes, logLevel } = require('kafkajs');

const [, , , PLAINTEXT, SASL, TLS, CA, PREFIX] = process.argv;
const VALUES = ['one', 'two', 'three'.repeat(100)];
const topic = (feature) => `${PREFIX}-${feature}`;
const client = (broker, more) => new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING, ...more });
const kafka = client(PLAINTEXT);

function same(expected, actual) {
  const [one, other] = [JSON.stringify(expected), JSON.stringify(actual)];
  if (one !== other) throw new Error(`expected ${one}, but it is ${other}`);
}

async function write(name, messages, { from = kafka, compression = 0, ...options } = {}) {
  const producer = from.producer(options);
  await producer.connect();
  await producer.send({ topic: name, acks: -1, compression, messages });
  await producer.disconnect();
}

async function read(name, groupId, count, { from = kafka, offset, ...options } = {}) {
  const found = [];
  const consumer = from.consumer({ groupId, ...options });
  await consumer.connect();
  await consumer.subscribe({ topics: [name], fromBeginning: true });
  await new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, (event) => reject(event.payload.error));
    consumer.run({
      eachMessage: async ({ message }) => {
        if (found.length < count) found.push(message);
        if (found.length === count) resolve();
      },
    });
    if (offset !== undefined) consumer.seek({ topic: name, partition: 0, offset });
  });
  await consumer.disconnect();
  return found;
}

const texts = (messages) => messages.map((message) => message.value.toString());

const thereAndBack = (feature, options = {}) => async () => {
  await write(topic(feature), VALUES.map((value) => ({ key: 'key', value })), options);
  const from = options.from;
  same(VALUES, texts(await read(topic(feature), topic(feature), VALUES.length, { from })));
};

async function fetch() {
  same(VALUES.slice(1), texts(await read(topic('produce'), topic('fetch'), 2, { offset: '1' })));
}

async function groups() {
  for (const values of [VALUES, ['one more']]) {
    await write(topic('groups'), values.map((value) => ({ value })));
    same(values, texts(await read(topic('groups'), topic('groups'), values.length)));
  }
}

async function withAdmin(use) {
  const admin = kafka.admin();
  await admin.connect();
  await use(admin);
  await admin.disconnect();
}

const offsets = () => withAdmin(async (admin) => {
  const groupId = topic('offsets');
  const name = topic('produce');
  await admin.setOffsets({ groupId, topic: name, partitions: [{ partition: 0, offset: '2' }] });
  const found = await admin.fetchOffsets({ groupId, topics: [name] });
  same('2', found[0].partitions[0].offset);
});

const admin = () => withAdmin(async (it) => {
  await it.createTopics({ topics: [{ topic: topic('made'), numPartitions: 2 }] });
  const found = await it.describeConfigs({ resources: [{ type: 2, name: topic('made') }] });
  same(true, found.resources[0].configEntries.length > 0);
  await it.deleteTopics({ topics: [topic('made')] });
});

async function transactions() {
  const name = topic('transactions');
  const producer = kafka.producer({ transactionalId: name, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  for (const value of ['aborted', 'committed']) {
    const transaction = await producer.transaction();
    await transaction.send({ topic: name, messages: [{ value }] });
    await (value === 'committed' ? transaction.commit() : transaction.abort());
  }
  await producer.disconnect();
  same(['committed'], texts(await read(name, name, 1)));
}

async function headers() {
  await write(topic('headers'), [{ value: 'v', headers: { k1: 'v1' } }]);
  same('v1', (await read(topic('headers'), topic('headers'), 1))[0].headers.k1.toString());
}

async function timestamps() {
  const timestamp = String(Date.now() - 3600000);
  await write(topic('timestamps'), [{ value: 'v', timestamp }]);
  same(timestamp, (await read(topic('timestamps'), topic('timestamps'), 1))[0].timestamp);
}

const missing = null; // the client has none
const login = (mechanism) => client(SASL, { sasl: { mechanism, username: 'ann', password: 'secret' } });
const encrypted = client(TLS, { ssl: { ca: [fs.readFileSync(CA)], servername: 'localhost' } });
const features = {
  produce: thereAndBack('produce'),
  gzip: thereAndBack('gzip', { compression: CompressionTypes.GZIP }),
  snappy: missing, // the others are plug-ins
  lz4: missing,
  zstd: missing,
  fetch,
  groups,
  offsets,
  transactions,
  idempotence: thereAndBack('idempotence', { idempotent: true, maxInFlightRequests: 1 }),
  admin,
  plain: thereAndBack('plain', { from: login('plain') }),
  scram: thereAndBack('scram', { from: login('scram-sha-256') }),
  tls: thereAndBack('tls', { from: encrypted }),
  headers,
  timestamps,
  'groups-848': missing,
  'share-groups': missing,
  'streams-groups': missing,
  telemetry: missing,
};

async function main() {
  for (const [name, shows] of Object.entries(features)) {
    if (shows === missing) {
      console.log(name, 'missing');
      continue;
    }
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error('nothing for 30 s')), 30000));
    try {
      await Promise.race([shows(), late]);
      console.log(name, 'works');
    } catch (error) {
      console.log(name, 'failed', String(error.message).replace(/\s+/g, ' '));
    }
  }
  process.exit(0);
}

main();
