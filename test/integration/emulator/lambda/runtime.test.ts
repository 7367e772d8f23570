import assert from 'node:assert/strict';
import { type LambdaStage, startLambda } from '../../../support/lambda-stage.js';

describe("the Node.js runtime of the emulator's Lambda", () => {
  let stage: LambdaStage;
  let count = 0;
  before(async () => {
    stage = await startLambda();
  });
  after(() => stage.stop());

  /** Creates a function with this code and calls it once. */
  async function run(code: string | Record<string, string>, settings = {}, event: unknown = {}) {
    count += 1;
    const name = `f${count}`;
    await stage.create(name, code, settings);
    return { name, ...(await stage.invoke(name, event, { tail: true })) };
  }

  describe('answers', () => {
    it('answers what an async handler returns', async () => {
      const { payload, error, version } = await run(
        'exports.handler = async (event) => ({ got: event });',
        {},
        { a: 1 },
      );
      assert.deepEqual(
        { payload, error, version },
        { payload: { got: { a: 1 } }, error: undefined, version: '$LATEST' },
      );
    });

    it('answers null for undefined', async () => {
      assert.equal((await run('exports.handler = async () => undefined;')).payload, null);
    });

    it('loads an ES module because of its extension or of the nearest package.json', async () => {
      const byExtension = await run({
        'index.mjs': 'export const handler = async () => import.meta.url.slice(-9);',
      });
      assert.equal(byExtension.payload, 'index.mjs');
      const byPackage = await run(
        {
          'package.json': '{"type":"module"}',
          'lib/main.js': 'await 1; export const api = { handler: async () => "esm" };',
        },
        { Handler: 'lib/main.api.handler' },
      );
      assert.equal(byPackage.payload, 'esm');
    });

    it('answers a callback when the event loop is empty', async () => {
      const { payload } = await run(
        'let late = 0; exports.handler = (e, c, done) => { setTimeout(() => { late = 1; }, 60); done(null, { get late() { return late; } }); };',
      );
      assert.deepEqual(payload, { late: 1 });
    });

    it('answers a callback at once when callbackWaitsForEmptyEventLoop is false', async () => {
      const { payload } = await run(
        'exports.handler = (e, c, done) => { c.callbackWaitsForEmptyEventLoop = false; setTimeout(() => {}, 60000); done(null, "at once"); done(null, "twice"); };',
      );
      assert.equal(payload, 'at once');
    });

    it('ignores a return value that is not a promise', async () => {
      assert.equal((await run('exports.handler = () => "lost";')).payload, null);
    });

    it('answers the return value on nodejs24.x, which has no callbacks', async () => {
      const settings = { Runtime: 'nodejs24.x' };
      assert.equal((await run('exports.handler = () => "kept";', settings)).payload, 'kept');
      const { error, payload } = await run('exports.handler = (e, c, done) => done();', settings);
      assert.equal(error, 'Unhandled');
      assert.equal(payload.errorType, 'Runtime.CallbackHandlerDeprecated');
    });
  });

  describe('errors', () => {
    it('reports a thrown error with its stack', async () => {
      const { error, payload } = await run(
        'exports.handler = async () => { throw new TypeError("no such boleto"); };',
      );
      assert.equal(error, 'Unhandled');
      assert.equal(payload.errorType, 'TypeError');
      assert.equal(payload.errorMessage, 'no such boleto');
      assert.equal(payload.trace[0], 'TypeError: no such boleto');
      assert.match(payload.trace[1], /index\.js:1/);
    });

    it('reports any other thrown value by its type', async () => {
      assert.deepEqual((await run('exports.handler = async () => { throw "text"; };')).payload, {
        errorType: 'string',
        errorMessage: 'text',
        trace: [],
      });
      assert.deepEqual((await run('exports.handler = async () => { throw { a: 1 }; };')).payload, {
        errorType: 'object',
        errorMessage: '[object Object]',
        trace: [],
      });
    });

    it('reports an answer that JSON cannot contain', async () => {
      const { payload } = await run('exports.handler = async () => { const a = {}; a.a = a; return a; };');
      assert.equal(payload.errorMessage, 'Unable to stringify response body');
    });

    it('reports an unhandled rejection, and ends the environment', async () => {
      const { name, payload } = await run(
        'let calls = 0; exports.handler = (e, c, done) => { calls += 1; if (e.again) return done(null, calls); Promise.reject(new Error("forgotten")); };',
      );
      assert.equal(payload.errorType, 'Runtime.UnhandledPromiseRejection');
      assert.equal(payload.errorMessage, 'Error: forgotten');
      assert.equal((await stage.invoke(name, { again: true })).payload, 1);
    });

    it('reports an uncaught exception by its own type', async () => {
      const { payload } = await run(
        'exports.handler = () => { setTimeout(() => { throw new RangeError("late"); }, 1); };',
      );
      assert.equal(payload.errorType, 'RangeError');
    });

    it('reports that the handler ended the process', async () => {
      const withCode = await run('exports.handler = async () => process.exit(3);');
      assert.equal(withCode.error, 'Unhandled');
      assert.deepEqual(withCode.payload, {
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${requestId(withCode.tail)} Error: Runtime exited with error: exit status 3`,
      });
      const without = await run('exports.handler = async () => process.exit(0);');
      assert.equal(
        without.payload.errorMessage,
        `RequestId: ${requestId(without.tail)} Error: Runtime exited without providing a reason`,
      );
    });

    for (const [errorType, code, settings] of [
      ['Runtime.ImportModuleError', 'require("not-there"); exports.handler = async () => 1;', {}],
      ['Runtime.ImportModuleError', 'exports.handler = async () => 1;', { Handler: 'other.handler' }],
      ['Runtime.UserCodeSyntaxError', 'exports.handler = async () => {', {}],
      ['Runtime.HandlerNotFound', 'exports.other = 1;', {}],
      ['Runtime.MalformedHandlerName', 'exports.handler = async () => 1;', { Handler: 'index' }],
      ['ReferenceError', 'nowhere(); exports.handler = async () => 1;', {}],
      ['Runtime.ExitError', 'process.exit(1);', {}],
    ] as const) {
      it(`reports ${errorType} for a module that ${settings && 'Handler' in settings ? `lacks ${settings.Handler}` : `reads ${code}`}`, async () => {
        const { error, payload } = await run(code, settings);
        assert.equal(error, 'Unhandled');
        assert.equal(payload.errorType, errorType);
      });
    }
  });

  it("gives the handler Lambda's context", async () => {
    const { name, payload, tail } = await run(
      'exports.handler = async (e, c) => ({ ...c, left: c.getRemainingTimeInMillis() });',
      { Timeout: 7, MemorySize: 256 },
    );
    assert.ok(payload.left > 5000 && payload.left <= 7000, String(payload.left));
    assert.deepEqual(
      { ...payload, left: 0, logStreamName: payload.logStreamName.slice(10, 20) },
      {
        callbackWaitsForEmptyEventLoop: true,
        functionVersion: '$LATEST',
        functionName: name,
        memoryLimitInMB: '256',
        logGroupName: `/aws/lambda/${name}`,
        logStreamName: '/[$LATEST]',
        invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
        awsRequestId: requestId(tail),
        left: 0,
      },
    );
  });

  it("gives the handler Lambda's environment variables and none of the host's", async () => {
    process.env.SBW_TEST_OF_THE_HOST = 'x';
    const { name, payload } = await run('exports.handler = async () => process.env;', {
      Environment: { Variables: { MINE: 'yes' } },
    });
    delete process.env.SBW_TEST_OF_THE_HOST;
    assert.deepEqual(
      Object.keys(payload).sort(),
      [
        'AWS_ACCESS_KEY_ID',
        'AWS_DEFAULT_REGION',
        'AWS_ENDPOINT_URL',
        'AWS_EXECUTION_ENV',
        'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
        'AWS_LAMBDA_FUNCTION_NAME',
        'AWS_LAMBDA_FUNCTION_VERSION',
        'AWS_LAMBDA_INITIALIZATION_TYPE',
        'AWS_LAMBDA_LOG_GROUP_NAME',
        'AWS_LAMBDA_LOG_STREAM_NAME',
        'AWS_LAMBDA_RUNTIME_API',
        'AWS_REGION',
        'AWS_SECRET_ACCESS_KEY',
        'AWS_SESSION_TOKEN',
        'LAMBDA_RUNTIME_DIR',
        'LAMBDA_TASK_ROOT',
        'LANG',
        'MINE',
        'NODE_PATH',
        'PATH',
        'TZ',
        '_HANDLER',
        '_X_AMZN_TRACE_ID',
      ].sort(),
    );
    assert.equal(payload.AWS_ENDPOINT_URL, stage.one.endpoint);
    assert.equal(payload.AWS_ACCESS_KEY_ID, 'AKIATEST');
    assert.equal(payload.AWS_EXECUTION_ENV, 'AWS_Lambda_nodejs20.x');
    assert.equal(payload.AWS_LAMBDA_FUNCTION_NAME, name);
    assert.equal(payload.TZ, ':UTC');
  });

  describe('logs', () => {
    it('writes START, each message with time, request and level, END and REPORT', async () => {
      const { name, tail } = await run(
        'exports.handler = async () => { console.log("two\\nlines", { a: 1 }); console.error("bad"); process.stdout.write("raw\\n"); };',
      );
      const id = requestId(tail);
      const lines = stage.logged
        .filter(({ group }) => group === `/aws/lambda/${name}`)
        .map(({ message }) => message);
      assert.equal(lines[0], `START RequestId: ${id} Version: $LATEST\n`);
      const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
      // Direct writes to stdout use another pipe, so they can come before or after the messages of `console`.
      const messages = lines.slice(1, 4).filter((line) => line !== 'raw\n');
      assert.equal(messages.length, 2);
      assert.match(messages[0] ?? '', new RegExp(`^${time}\t${id}\tINFO\ttwo\nlines { a: 1 }\n$`));
      assert.match(messages[1] ?? '', new RegExp(`^${time}\t${id}\tERROR\tbad\n$`));
      assert.equal(lines[4], `END RequestId: ${id}\n`);
      assert.match(
        lines[5] ?? '',
        new RegExp(
          `^REPORT RequestId: ${id}\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 128 MB\tMax Memory Used: \\d+ MB\tInit Duration: [\\d.]+ ms\t\n$`,
        ),
      );
      assert.equal(lines.length, 6);
      assert.equal(tail, lines.join(''));
    });

    it('writes a megabyte of messages before END', async () => {
      const { name } = await run(
        'exports.handler = async () => { for (let i = 0; i < 1000; i += 1) console.log("x".repeat(1000)); };',
        { Timeout: 10 },
      );
      const lines = stage.logged.filter(({ group }) => group === `/aws/lambda/${name}`);
      assert.equal(
        lines.findIndex(({ message }) => message.startsWith('END')),
        1001,
      );
    });

    it('writes JSON when the function is configured so', async () => {
      const { name } = await run(
        'exports.handler = async () => { console.debug("unseen"); console.warn({ boleto: 1 }); };',
        { LoggingConfig: { LogFormat: 'JSON' } },
      );
      const messages = stage.logged
        .filter(({ group, message }) => group === `/aws/lambda/${name}` && message.startsWith('{'))
        .map(({ message }) => JSON.parse(message));
      assert.equal(messages.length, 1);
      assert.equal(messages[0].level, 'WARN');
      assert.deepEqual(messages[0].message, { boleto: 1 });
    });
  });
});

function requestId(tail: string): string {
  return /RequestId: ([0-9a-f-]{36})/.exec(tail)?.[1] ?? 'none';
}
