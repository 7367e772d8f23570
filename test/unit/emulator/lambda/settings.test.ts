import assert from 'node:assert/strict';
import { parseInput } from '../../../../src/emulator/lambda/errors.js';
import {
  changeSettings,
  defaultSettings,
  requiredSettings,
  settingsChange,
  verifySupported,
} from '../../../../src/emulator/lambda/settings.js';

const REQUIRED = {
  Runtime: 'nodejs20.x',
  Handler: 'index.handler',
  Role: 'arn:aws:iam::000000000000:role/service',
} as const;
const SETTINGS = defaultSettings('f', REQUIRED, undefined);
const change = (input: object) => changeSettings(SETTINGS, parseInput(settingsChange, input));
const refusal = (value: string, member: string, constraint: string) => ({
  code: 'ValidationException',
  message: `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
});

describe('settingsChange', () => {
  for (const [member, low, high] of [
    ['Timeout', 1, 900],
    ['MemorySize', 128, 10_240],
  ] as const) {
    it(`accepts a ${member} from ${low} to ${high}`, () => {
      const name = member[0]?.toLowerCase() + member.slice(1);
      for (const value of [low, high]) assert.equal(change({ [member]: value })[member], value);
      assert.throws(
        () => change({ [member]: low - 1 }),
        refusal(String(low - 1), name, `Member must have value greater than or equal to ${low}`),
      );
      assert.throws(
        () => change({ [member]: high + 1 }),
        refusal(String(high + 1), name, `Member must have value less than or equal to ${high}`),
      );
      assert.throws(() => change({ [member]: low + 0.5 }), { code: 'ValidationException' });
    });
  }

  it('accepts an ephemeral storage from 512 to 10240', () => {
    const storage = (Size: number) => change({ EphemeralStorage: { Size } }).EphemeralStorage;
    for (const Size of [512, 10_240]) assert.deepEqual(storage(Size), { Size });
    assert.throws(
      () => storage(511),
      refusal('511', 'ephemeralStorage.size', 'Member must have value greater than or equal to 512'),
    );
    assert.throws(
      () => storage(10_241),
      refusal('10241', 'ephemeralStorage.size', 'Member must have value less than or equal to 10240'),
    );
  });

  it('accepts the Node.js runtimes from 18 to 24', () => {
    const runtimes = ['nodejs18.x', 'nodejs20.x', 'nodejs22.x', 'nodejs24.x'];
    for (const Runtime of runtimes) assert.equal(change({ Runtime }).Runtime, Runtime);
    const constraint = `Member must satisfy enum value set: [${runtimes.join(', ')}] (what the local stage runs)`;
    for (const Runtime of ['nodejs16.x', 'python3.12'])
      assert.throws(() => change({ Runtime }), refusal(Runtime, 'runtime', constraint));
  });

  it('accepts a handler of 1 to 128 characters without a space', () => {
    const constraint =
      'Member must satisfy regular expression pattern: [^\\s]+ and have length less than or equal to 128';
    for (const Handler of ['a', 'a'.repeat(128)]) assert.equal(change({ Handler }).Handler, Handler);
    for (const Handler of ['', 'a'.repeat(129), 'a b', ' a', 'a '])
      assert.throws(() => change({ Handler }), refusal(Handler, 'handler', constraint));
  });

  it('accepts the ARN of a role', () => {
    const constraint =
      'Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+';
    for (const Role of ['arn:aws:iam::000000000000:role/a', 'arn:aws-cn:iam::012345678901:role/a/b+=,.@-_'])
      assert.equal(change({ Role }).Role, Role);
    for (const Role of [
      'service',
      'arn:aws:iam::00000000000:role/a',
      'arn:aws:iam::000000000000:user/a',
      'x arn:aws:iam::000000000000:role/a',
      'arn:aws:iam::000000000000:role/a b',
    ])
      assert.throws(() => change({ Role }), refusal(Role, 'role', constraint), Role);
  });

  it('accepts a description of up to 256 characters', () => {
    for (const Description of ['', 'x'.repeat(256)])
      assert.equal(change({ Description }).Description, Description);
    const long = 'x'.repeat(257);
    assert.throws(
      () => change({ Description: long }),
      refusal(long, 'description', 'Member must have length less than or equal to 256'),
    );
  });

  it('accepts variable names of a letter and further letters, digits and underscores', () => {
    for (const name of ['AB', 'zZ', 'a1', 'a_']) {
      const Variables = { [name]: 'x' };
      assert.deepEqual(change({ Environment: { Variables } }).Variables, Variables);
    }
    for (const name of ['A', '1a', '_ab', 'a-b', 'ab ', '']) {
      const Variables = { OK: 'x', [name]: 'x' };
      assert.throws(
        () => change({ Environment: { Variables } }),
        refusal(
          JSON.stringify(Variables),
          'environment.variables',
          'Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]',
        ),
      );
    }
  });

  for (const [member, value] of [
    ['TracingConfig', { Mode: 'Other' }],
    ['LoggingConfig', { LogFormat: 'XML' }],
    ['VpcConfig', { SubnetIds: 'subnet-1' }],
    ['VpcConfig', { SecurityGroupIds: [1] }],
    ['Environment', { Variables: { AB: 1 } }],
  ] as const) {
    it(`refuses ${member} ${JSON.stringify(value)}`, () => {
      assert.throws(() => change({ [member]: value }), { code: 'ValidationException' });
    });
  }
});

describe('requiredSettings', () => {
  for (const member of ['Runtime', 'Handler', 'Role'] as const) {
    it(`requires ${member}`, () => {
      const name = member[0]?.toLowerCase() + member.slice(1);
      assert.throws(() => parseInput(requiredSettings, { ...REQUIRED, [member]: undefined }), {
        code: 'ValidationException',
        message: new RegExp(`^1 validation error detected: Value 'null' at '${name}' failed`),
      });
    });
  }
});

describe('defaultSettings', () => {
  it("returns Lambda's defaults", () => {
    assert.deepEqual(SETTINGS, {
      ...REQUIRED,
      Description: '',
      Timeout: 3,
      MemorySize: 128,
      Variables: undefined,
      Architectures: ['x86_64'],
      EphemeralStorage: { Size: 512 },
      TracingConfig: { Mode: 'PassThrough' },
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/f' },
      VpcConfig: undefined,
    });
    assert.deepEqual(defaultSettings('f', REQUIRED, ['arm64']).Architectures, ['arm64']);
  });
});

describe('changeSettings', () => {
  const CHANGE = {
    Runtime: 'nodejs22.x',
    Handler: 'main.run',
    Role: 'arn:aws:iam::000000000000:role/other',
    Description: 'text',
    Timeout: 7,
    MemorySize: 256,
    EphemeralStorage: { Size: 1024 },
    TracingConfig: { Mode: 'Active' },
    LoggingConfig: {
      LogFormat: 'JSON',
      LogGroup: 'own',
      ApplicationLogLevel: 'WARN',
      SystemLogLevel: 'DEBUG',
    },
    VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
  };

  it('changes every setting', () => {
    assert.deepEqual(change({ ...CHANGE, Environment: { Variables: { AB: 'x' } } }), {
      ...SETTINGS,
      ...CHANGE,
      Variables: { AB: 'x' },
    });
  });

  it('keeps a setting that is missing or null', () => {
    const changed = change({ ...CHANGE, Environment: { Variables: { AB: 'x' } } });
    const nulls = Object.fromEntries([...Object.keys(CHANGE), 'Environment'].map((member) => [member, null]));
    for (const input of [{}, nulls, { TracingConfig: { Mode: null }, LoggingConfig: { LogFormat: null } }])
      assert.deepEqual(changeSettings(changed, parseInput(settingsChange, input)), changed);
  });

  it('removes all variables for an environment without variables', () => {
    const settings = change({ Environment: { Variables: { AB: 'x' } } });
    for (const Environment of [{}, { Variables: null }])
      assert.deepEqual(changeSettings(settings, { Environment }).Variables, {});
  });

  it('leaves the lists of a VPC empty unless they are given', () => {
    assert.deepEqual(change({ VpcConfig: {} }).VpcConfig, { SubnetIds: [], SecurityGroupIds: [] });
  });

  it('has log levels for JSON only, INFO by default', () => {
    const LoggingConfig = { LogFormat: 'JSON' };
    assert.deepEqual(change({ LoggingConfig }).LoggingConfig, {
      LogFormat: 'JSON',
      LogGroup: '/aws/lambda/f',
      ApplicationLogLevel: 'INFO',
      SystemLogLevel: 'INFO',
    });
    assert.deepEqual(change({ LoggingConfig: { ApplicationLogLevel: 'WARN' } }).LoggingConfig, {
      LogFormat: 'Text',
      LogGroup: '/aws/lambda/f',
    });
  });

  for (const name of [
    ...['AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'],
    ...['AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_EXECUTION_ENV', 'AWS_LAMBDA_RUNTIME_API'],
    ...['AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_VERSION'],
    ...['AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME'],
    ...['LAMBDA_RUNTIME_DIR', 'LAMBDA_TASK_ROOT', '_HANDLER', '_X_AMZN_TRACE_ID'],
  ]) {
    it(`refuses the variable ${name}`, () => {
      assert.throws(() => changeSettings(SETTINGS, { Environment: { Variables: { [name]: 'x' } } }), {
        code: 'InvalidParameterValueException',
        message: `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${name}`,
      });
    });
  }

  it('names every reserved variable of the request', () => {
    const Variables = { AWS_REGION: 'x', MINE: 'x', _HANDLER: 'x' };
    assert.throws(() => changeSettings(SETTINGS, { Environment: { Variables } }), {
      message: /: AWS_REGION, _HANDLER$/,
    });
  });

  it('accepts 4096 bytes of variables, as JSON', () => {
    const set = (value: string) => change({ Environment: { Variables: { AB: value } } });
    const most = 4096 - '{"AB":""}'.length;
    set('x'.repeat(most));
    for (const value of ['x'.repeat(most + 1), `é${'x'.repeat(most - 1)}`])
      assert.throws(() => set(value), {
        code: 'InvalidParameterValueException',
        message: /because the environment variables you have provided exceeded the 4KB limit\.$/,
      });
  });
});

describe('verifySupported', () => {
  const error = (what: string) => ({
    code: 'NotImplemented',
    status: 501,
    message: `The local stage does not support Lambda CreateFunction with ${what}. It is a development stand-in for AWS.`,
  });
  const MEMBERS = [
    ...['CapacityProviderConfig', 'CodeSigningConfigArn', 'DeadLetterConfig', 'DurableConfig'],
    ...['FileSystemConfigs', 'ImageConfig', 'KMSKeyArn', 'Layers', 'SnapStart', 'TenancyConfig'],
  ];

  for (const member of MEMBERS) {
    it(`refuses ${member}, unless it is empty`, () => {
      for (const value of ['x', 1, true, ['x'], { A: 'x' }, { A: ['x'] }])
        assert.throws(() => verifySupported('CreateFunction', { [member]: value }), error(member));
      for (const value of [undefined, null, '', [], {}, { A: '' }, { A: [] }, { ApplyOn: 'None' }])
        verifySupported('CreateFunction', { [member]: value });
    });
  }

  it('accepts only zip packages', () => {
    verifySupported('CreateFunction', {});
    verifySupported('CreateFunction', { PackageType: 'Zip' });
    const image = { PackageType: 'Image' };
    assert.throws(() => verifySupported('CreateFunction', image), error('PackageType Image'));
  });
});
