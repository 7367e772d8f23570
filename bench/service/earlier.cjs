// Rebuilds the shape of the earlier service: Express and Sequelize in one process, a model with the same columns and five
// indexes. A POST does what its last version does with the development provider: it validates the body, inserts the row,
// updates it with the codes, updates it with the status, and writes six log lines. ./peer.ts starts it with the folder of
// its packages as the argument, and the database's URL in its environment.
const { createRequire } = require('node:module');
const { randomBytes } = require('node:crypto');

const [folder] = process.argv.slice(2);
const { BENCH_DATABASE: url, BENCH_CONNECTIONS: connections = '10' } = process.env;
const peers = createRequire(`${folder}/package.json`);
const express = peers('express');
const { DataTypes, Sequelize } = peers('sequelize');
const Joi = peers('joi');

const pool = { max: Number(connections), min: Number(connections) };
const sequelize = new Sequelize(url, { dialect: 'postgres', logging: false, pool });
// Each attribute needs an object of its own: Sequelize writes the column's name into it.
const text = (more = {}) => ({ type: DataTypes.STRING, ...more });
const cuid = (prefix) => () => `${prefix}c${randomBytes(12).toString('hex')}`;
const Boleto = sequelize.define(
  'Boleto',
  {
    id: text({ primaryKey: true, defaultValue: cuid('bol_') }),
    token: text({ allowNull: false, defaultValue: cuid('test_') }),
    queue_url: text({ allowNull: false }),
    status: text({ defaultValue: 'issued' }),
    expiration_date: { type: DataTypes.DATE, allowNull: false },
    amount: { type: DataTypes.INTEGER, allowNull: false },
    paid_amount: { type: DataTypes.INTEGER, defaultValue: 0 },
    interest: DataTypes.JSON,
    fine: DataTypes.JSON,
    instructions: DataTypes.TEXT,
    issuer: text(),
    issuer_account: text(),
    issuer_agency: text(),
    issuer_wallet: text(),
    issuer_id: text(),
    issuer_response_code: text(),
    title_id: { type: DataTypes.INTEGER, autoIncrement: true, autoIncrementIdentity: true },
    barcode: text(),
    digitable_line: text(),
    payer_name: text(),
    payer_document_type: text(),
    payer_document_number: text(),
    payer_address: DataTypes.JSON,
    external_id: text(),
    company_name: text(),
    company_document_number: text(),
    company_address: DataTypes.JSON,
    bank_response_code: text(),
    rules: DataTypes.ARRAY(DataTypes.STRING),
    boleto_url: text(),
    reference_id: text(),
  },
  {
    createdAt: 'created_at',
    updatedAt: 'updated_at',
    indexes: ['token', 'queue_url', 'status', 'title_id', 'external_id'].map((field) => ({
      fields: [field],
    })),
  },
);

const optional = () => Joi.string().allow(null, '');
const address = () =>
  Joi.object({
    zipcode: optional(),
    street: optional(),
    complementary: optional(),
    neighborhood: optional(),
    street_number: Joi.alternatives().try(Joi.string(), Joi.number()).allow(null, ''),
    city: optional(),
    state: optional(),
  });
const charge = () =>
  Joi.object({
    percentage: Joi.number().integer().allow(null),
    amount: Joi.number().integer().allow(null),
    days: Joi.number().integer(),
  });
const payer = (schema) =>
  // biome-ignore lint/suspicious/noThenProperty: Joi calls it so
  schema.allow(null, '').when('register', { is: true, then: Joi.required().disallow(null).disallow('') });
const schema = Joi.object({
  queue_url: Joi.string().required(),
  expiration_date: Joi.date().required(),
  amount: Joi.number().integer().required(),
  interest: charge(),
  fine: charge(),
  title_id: Joi.number().integer().allow(null),
  token: Joi.string().allow(null),
  instructions: optional(),
  issuer: Joi.string().required(),
  issuer_account: Joi.string().required(),
  issuer_agency: Joi.string().required(),
  issuer_wallet: Joi.string().required(),
  external_id: optional(),
  reference_id: Joi.string().allow(null),
  company_name: optional(),
  company_document_number: optional(),
  company_address: address(),
  payer_name: payer(Joi.string()),
  payer_document_type: payer(Joi.string().valid('cpf', 'cnpj')),
  payer_document_number: payer(Joi.string()),
  payer_address: address(),
  rules: Joi.array().items(Joi.string()),
  register: Joi.boolean().default(true),
});

/** Makes a line as the earlier service did, with the whole boleto in it. */
const log = (id, operation, status, metadata) =>
  process.stdout.write(
    `${JSON.stringify({ level: 'info', operation, id, status, metadata, time: new Date() })}\n`,
  );

// The codes of any boleto. The earlier service computed them, which took time that the peer is spared.
const CODES = {
  barcode: '23797167700000020003381260000000000100097210',
  digitable_line: '23793.38128 60000.000001 01000.972101 7 16770000002000',
};

const app = express();
app.use(express.json());
app.post('/boletos', async (request, response, next) => {
  try {
    const id = request.get('x-request-id') ?? cuid('req_')();
    log(id, 'handle_boleto_request', 'started', { body: request.body });
    const { value, error } = schema.validate(request.body, { abortEarly: false });
    if (error) return response.status(400).json({ errors: error.details });
    log(id, 'create', 'started', { data: value });
    const boleto = await Boleto.create(value);
    await boleto.update(CODES);
    log(id, 'create', 'success', { boleto });
    log(id, 'register', 'started', { boleto_id: boleto.id });
    await boleto.update({ status: 'registered' });
    log(id, 'register', 'success', { boleto });
    const body = { ...boleto.get(), object: 'boleto' };
    log(id, 'handle_boleto_request', 'success', { body, statusCode: 201 });
    response.status(201).json(body);
  } catch (failure) {
    next(failure);
  }
});
app.get('/boletos/:id', async (request, response, next) => {
  try {
    const boleto = await Boleto.findOne({ where: { id: request.params.id } });
    response.status(boleto ? 200 : 404).json({ ...boleto?.get(), object: 'boleto' });
  } catch (failure) {
    next(failure);
  }
});
sequelize.sync({ force: true }).then(() => {
  const server = app.listen(0, '127.0.0.1', () => process.send(server.address().port));
});
