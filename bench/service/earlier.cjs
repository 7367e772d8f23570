// Rebuilds the shape of the earlier service: Express and Sequelize in one process, and a model with the same columns. A POST
// creates a row and then updates it, as with the development provider. ./http.ts starts it with the folder of its packages
// as the argument, and the database's URL in its environment.
const { createRequire } = require('node:module');
const { randomBytes } = require('node:crypto');

const [folder] = process.argv.slice(2);
const { BENCH_DATABASE: url } = process.env;
const peers = createRequire(`${folder}/package.json`);
const express = peers('express');
const { DataTypes, Sequelize } = peers('sequelize');
const Joi = peers('joi');

const sequelize = new Sequelize(url, { dialect: 'postgres', logging: false });
const text = { type: DataTypes.STRING };
const Boleto = sequelize.define(
  'Boleto',
  {
    id: { ...text, primaryKey: true, defaultValue: () => `bol_c${randomBytes(12).toString('hex')}` },
    token: { ...text, allowNull: false, defaultValue: () => `test_c${randomBytes(12).toString('hex')}` },
    queue_url: { ...text, allowNull: false },
    status: { ...text, defaultValue: 'issued' },
    expiration_date: { type: DataTypes.DATE, allowNull: false },
    amount: { type: DataTypes.INTEGER, allowNull: false },
    paid_amount: { type: DataTypes.INTEGER, defaultValue: 0 },
    interest: DataTypes.JSON,
    fine: DataTypes.JSON,
    instructions: DataTypes.TEXT,
    issuer: text,
    issuer_account: text,
    issuer_agency: text,
    issuer_wallet: text,
    issuer_id: text,
    issuer_response_code: text,
    title_id: { type: DataTypes.INTEGER, autoIncrement: true, autoIncrementIdentity: true },
    barcode: text,
    digitable_line: text,
    payer_name: text,
    payer_document_type: text,
    payer_document_number: text,
    payer_address: DataTypes.JSON,
    external_id: text,
    company_name: text,
    company_document_number: text,
    company_address: DataTypes.JSON,
    bank_response_code: text,
    rules: DataTypes.ARRAY(DataTypes.STRING),
    boleto_url: text,
    reference_id: text,
  },
  {
    createdAt: 'created_at',
    updatedAt: 'updated_at',
    indexes: [{ fields: ['token'] }, { fields: ['status'] }],
  },
);

const schema = Joi.object({
  queue_url: Joi.string().required(),
  expiration_date: Joi.date().required(),
  amount: Joi.number().integer().required(),
  issuer: Joi.string().required(),
  issuer_account: Joi.string().required(),
  issuer_agency: Joi.string().required(),
  issuer_wallet: Joi.string().required(),
  payer_name: Joi.string().required(),
  payer_document_type: Joi.string().valid('cpf', 'cnpj').required(),
  payer_document_number: Joi.string().required(),
});

const app = express();
app.use(express.json());
app.post('/boletos', async (request, response, next) => {
  try {
    const { value, error } = schema.validate(request.body, { abortEarly: false });
    if (error) return response.status(400).json({ errors: error.details });
    const boleto = await Boleto.create({ ...value, status: 'issued' });
    await boleto.update({ status: 'registered', barcode: '23797167700000020003381260000000000100097210' });
    response.status(201).json({ ...boleto.get(), object: 'boleto' });
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
