import { badRequest, commonErrors, jsonAnswer } from './answers.js';
import { CONFIGURATION, errorBody, IDS, NEW_CONFIGURATION } from './examples.js';
import type { Operation, Parameter } from './operation.js';
import { schemaNamed } from './schemas.js';

const tag = 'configurations';
const configuration = schemaNamed('Configuration');
const notFound = jsonAnswer('The tenant has no such configuration', schemaNamed('Errors'));

function idOf(description: string): Parameter {
  return { name: 'id', in: 'path', description, schema: { type: 'string' } };
}

const unknown = {
  name: 'unknown',
  summary: 'A configuration that is not there',
  parameters: { id: 'nowhere' },
  status: 404,
  answer: errorBody('not_found', 'Configuration not found', null),
};

export const configurationOperations: readonly Operation[] = [
  {
    route: 'POST /configurations',
    operationId: 'createConfiguration',
    tag,
    summary: 'Name an issuer with its account, agency and wallet',
    description:
      'A boleto selects it by `external_id`. Its wallet must be one of the tenant’s, as an operator granted them.',
    body: schemaNamed('NewConfiguration'),
    answers: { 201: jsonAnswer('Stored', configuration), 400: badRequest, ...commonErrors },
    exchanges: [
      {
        name: 'stored',
        summary: 'A second shop',
        body: { ...NEW_CONFIGURATION, external_id: 'loja-norte' },
        status: 201,
        answer: { ...CONFIGURATION, external_id: 'loja-norte' },
      },
      {
        name: 'taken',
        summary: 'A name that there is already',
        body: NEW_CONFIGURATION,
        status: 400,
        answer: errorBody(
          'invalid_parameter',
          '"external_id" is taken by another configuration',
          'external_id',
        ),
      },
    ],
  },
  {
    route: 'GET /configurations/{id}',
    operationId: 'showConfiguration',
    tag,
    summary: 'Show a configuration',
    parameters: [idOf('`external_id` of the configuration')],
    answers: { 200: jsonAnswer('The configuration', configuration), 404: notFound, ...commonErrors },
    exchanges: [
      {
        name: 'found',
        summary: 'By its external id',
        parameters: { id: 'loja-centro' },
        status: 200,
        answer: CONFIGURATION,
      },
      unknown,
    ],
  },
  {
    route: 'PATCH /configurations/{id}',
    operationId: 'updateConfiguration',
    tag,
    summary: 'Change a configuration',
    description: 'Boletos that are issued already stay as they are.',
    parameters: [idOf('`id` of the configuration')],
    body: schemaNamed('ConfigurationChanges'),
    answers: {
      200: jsonAnswer('The configuration as it is now', configuration),
      400: badRequest,
      404: notFound,
      ...commonErrors,
    },
    exchanges: [
      {
        name: 'changed',
        summary: 'Another wallet',
        parameters: { id: IDS.configuration },
        body: { issuer_wallet: '09' },
        status: 200,
        answer: { ...CONFIGURATION, issuer_wallet: '09' },
      },
      {
        name: 'wrong',
        summary: 'An issuer that does not exist',
        parameters: { id: IDS.configuration },
        body: { issuer: 'piggy' },
        status: 400,
        answer: errorBody(
          'invalid_parameter',
          '"issuer" must be one of [development, bradesco, boleto-api-bradesco-shopfacil, boleto-api-caixa, boleto-api-itau, boleto-api-banco-do-brasil, boleto-api-santander, boleto-api-stone]',
          'issuer',
        ),
      },
      { ...unknown, body: { issuer_wallet: '09' } },
    ],
  },
];
