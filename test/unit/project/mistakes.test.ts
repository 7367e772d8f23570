import { changed, useProjectFile } from './project-file.js';

describe('one mistake in superbowleto.yml', () => {
  const fixture = useProjectFile();

  const cases: [string, string, string, string][] = [
    [
      'a misspelt setting',
      'memory: 512\n    timeout: 10',
      'memmory: 512\n    timeout: 10',
      '8:5: functions.create-boleto.memmory: there is no such setting; did you mean memory?',
    ],
    [
      'a setting that does not exist',
      'memory: 512\n    timeout: 10',
      'colour: red\n    memory: 512\n    timeout: 10',
      '8:5: functions.create-boleto.colour: there is no such setting; there are handler, memory, timeout, trigger',
    ],
    [
      'a missing setting',
      '    memory: 512\n    timeout: 10\n',
      '    timeout: 10\n',
      '6:3: functions.create-boleto.memory: is missing (MiB, 128 to 10240)',
    ],
    [
      'too much memory',
      'memory: 512\n    timeout: 10',
      'memory: 20000\n    timeout: 10',
      '8:13: functions.create-boleto.memory: must be at most 10240, not 20000',
    ],
    [
      'too little memory',
      'memory: 512\n    timeout: 10',
      'memory: 64\n    timeout: 10',
      '8:13: functions.create-boleto.memory: must be at least 128, not 64',
    ],
    [
      'text for a number',
      'timeout: 10',
      'timeout: 10s',
      '9:14: functions.create-boleto.timeout: must be a number, not "10s"',
    ],
    [
      'half a second',
      'timeout: 10',
      'timeout: 1.5',
      '9:14: functions.create-boleto.timeout: must be a whole number, not 1.5',
    ],
    [
      'a handler without an export',
      'handler: create-boleto.handler',
      'handler: create-boleto',
      '7:14: functions.create-boleto.handler: must be <file without extension>.<export>, as in index.handler; it is "create-boleto"',
    ],
    [
      'a route without a method',
      'POST /boletos',
      '/boletos',
      '10:23: functions.create-boleto.trigger.route: must be a method and a path, as in GET /boletos/{id}; it is "/boletos"',
    ],
    [
      'a route in small letters',
      'POST /boletos',
      'post /boletos',
      '10:23: functions.create-boleto.trigger.route: must be a method and a path, as in GET /boletos/{id}; it is "post /boletos"',
    ],
    [
      'a path with a broken parameter',
      'POST /boletos',
      '"POST /boletos/{id"',
      '10:23: functions.create-boleto.trigger.route: must be a method and a path, as in GET /boletos/{id}; it is "POST /boletos/{id"',
    ],
    [
      'a route without a method, in a list',
      '{ route: POST /boletos }',
      '{ routes: [POST /boletos, /boletos] }',
      '10:40: functions.create-boleto.trigger.routes[1]: must be a method and a path, as in GET /boletos/{id}; it is "/boletos"',
    ],
    [
      'an empty list of routes',
      '{ route: POST /boletos }',
      '{ routes: [] }',
      '10:16: functions.create-boleto.trigger.routes: must not be empty',
    ],
    [
      'a trigger of no kind',
      '{ route: POST /boletos }',
      'cron',
      '10:14: functions.create-boleto.trigger: must be none, { route: POST /path }, { routes: [GET /path, …], open_routes: [GET /path, …] }, { queue: NAME } or { schedule: rate(5 minutes) }',
    ],
    [
      'a schedule that EventBridge refuses',
      '{ route: POST /boletos }',
      '{ schedule: rate(1 minutes) }',
      '10:26: functions.create-boleto.trigger.schedule: must be as EventBridge writes it: rate(1 minute), rate(5 minutes); it is "rate(1 minutes)"',
    ],
    [
      'a queue that is not there',
      'queue: boletos-to-register }',
      'queue: boletos-to-registre }',
      '15:23: functions.register-boleto.trigger.queue: there is no queue boletos-to-registre; did you mean boletos-to-register?',
    ],
    [
      'a batch too large',
      'queue: boletos-to-register }',
      'queue: boletos-to-register, batch_size: 11 }',
      '15:56: functions.register-boleto.trigger.batch_size: must be at most 10, not 11',
    ],
    [
      'a visibility below six timeouts',
      'visibility_timeout: 180',
      'visibility_timeout: 179',
      '18:25: queues.boletos-to-register.visibility_timeout: must be at least 180, six times the timeout of register-boleto, not 179',
    ],
    [
      'text for a visibility timeout',
      'visibility_timeout: 180',
      'visibility_timeout: 3m',
      '18:25: queues.boletos-to-register.visibility_timeout: must be a number, not "3m"',
    ],
    [
      'text for the timeout of a function with a queue',
      'timeout: 30',
      'timeout: 30s',
      '14:14: functions.register-boleto.timeout: must be a number, not "30s"',
    ],
    [
      'a queue of two functions',
      '{ route: POST /boletos }',
      '{ queue: boletos-to-register }',
      '15:23: functions.register-boleto.trigger.queue: boletos-to-register is taken by create-boleto already',
    ],
    [
      'a number in a list of functions',
      '    account:',
      '    functions: [create-boleto, 7]\n    account:',
      '21:32: environment.sandbox.functions[1]: must be text, not 7',
    ],
    [
      'a default that is not there',
      'default_environment: sandbox',
      'default_environment: sandbx',
      '2:22: default_environment: there is no environment sandbx; did you mean sandbox?',
    ],
    [
      'a protected default',
      '    account:',
      '    protected: true\n    account:',
      '2:22: default_environment: sandbox is protected and never a default; name another, or leave out "protected"',
    ],
    [
      'an account without quotes',
      '"000000000001"',
      '000000000001',
      '21:14: environment.sandbox.account: must be text: put it in quotes, so that no leading zero is lost',
    ],
    [
      'a short account',
      '"000000000001"',
      '"1234"',
      '21:14: environment.sandbox.account: must be the twelve digits of an AWS account; it is "1234"',
    ],
    [
      'an endpoint that is none',
      '    account:',
      '    endpoint: localhost\n    account:',
      '21:15: environment.sandbox.endpoint: must be a URL; it is "localhost"',
    ],
    [
      'no bucket anywhere',
      's3_bucket: artifacts, ',
      '',
      '20:3: environment.sandbox.s3_bucket: is missing; give it here or as deploy.s3_bucket',
    ],
    [
      'no region anywhere',
      ', region: us-east-1',
      '',
      '20:3: environment.sandbox.region: is missing; give it here or as deploy.region',
    ],
    [
      'an unknown function',
      '    account:',
      '    functions: [create-boleto, create-bolet]\n    account:',
      '21:32: environment.sandbox.functions[1]: there is no function create-bolet; did you mean create-boleto?',
    ],
    [
      'a function twice',
      '    account:',
      '    functions: [create-boleto, create-boleto]\n    account:',
      '21:32: environment.sandbox.functions[1]: create-boleto is there twice',
    ],
    [
      'a route twice',
      '{ queue: boletos-to-register }',
      '{ route: POST /boletos }',
      "15:23: functions.register-boleto.trigger.route: POST /boletos is create-boleto's already",
    ],
    [
      'a route twice, in a list',
      '{ queue: boletos-to-register }',
      '{ routes: [GET /boletos], open_routes: ["POST /boletos"] }',
      "15:54: functions.register-boleto.trigger.open_routes[0]: POST /boletos is create-boleto's already",
    ],
    [
      'a route twice, among those with a key',
      '{ queue: boletos-to-register }',
      '{ routes: [GET /boletos, "POST /boletos"] }',
      "15:39: functions.register-boleto.trigger.routes[1]: POST /boletos is create-boleto's already",
    ],
    [
      'a route twice, with greedy parameters of two names',
      '{ queue: boletos-to-register }',
      '{ routes: ["GET /a/{one+}", "GET /a/{other+}"] }',
      '15:42: functions.register-boleto.trigger.routes[1]: GET /a/{other+} is there twice',
    ],
    [
      'a route with a key and without',
      '{ queue: boletos-to-register }',
      '{ routes: ["GET /boletos/{id}"], open_routes: ["GET /boletos/{key}"] }',
      '15:61: functions.register-boleto.trigger.open_routes[0]: GET /boletos/{key} is there twice',
    ],
    [
      'an unknown kind of build',
      'type: command',
      'type: rocker',
      '3:16: build.type: "rocker" is not known here; there is command',
    ],
    ['no kind of build', 'type: command, ', '', '3:1: build.type: is missing; there is command'],
    [
      'a name in capitals',
      'service: sample',
      'service: Sample',
      '1:10: service: must be a name of lower-case letters, digits and hyphens; it is "Sample"',
    ],
    [
      'a function name in capitals',
      '  create-boleto:\n',
      '  Create-Boleto:\n',
      '6:3: functions.Create-Boleto: must be a name of lower-case letters, digits and hyphens',
    ],
    [
      'a database without an identifier',
      '{ instance: sample, name',
      '{ name',
      '24:5: environment.sandbox.database: must name an instance or a cluster: one of the two',
    ],
    [
      'a database with two identifiers',
      '{ instance: sample, name',
      '{ instance: sample, cluster: sample, name',
      '24:5: environment.sandbox.database: must name an instance or a cluster: one of the two',
    ],
    [
      'too few releases to keep',
      'type: lambda,',
      'type: lambda, keep: 1,',
      '4:31: deploy.keep: must be at least 2, not 1',
    ],
    [
      'text for true or false',
      '    account:',
      '    protected: "yes"\n    account:',
      '21:16: environment.sandbox.protected: must be true or false, not "yes"',
    ],
    [
      'text for a list',
      '    account:',
      '    functions: create-boleto\n    account:',
      '21:16: environment.sandbox.functions: must be a list, not "create-boleto"',
    ],
    [
      'an unknown simulator',
      '    account:',
      '    simulators: [itau]\n    account:',
      '21:18: environment.sandbox.simulators[0]: must be bradesco or boleto-api, not "itau"',
    ],
    [
      'a list for a map',
      'credstash: { table: secrets, key: alias/secrets }',
      'credstash: [secrets]',
      '22:5: environment.sandbox.credstash: must be a map of settings, not a list',
    ],
    [
      'nothing for a map',
      'credstash: { table: secrets, key: alias/secrets }',
      'credstash:',
      '22:5: environment.sandbox.credstash: must be a map of settings, not nothing',
    ],
  ];
  for (const [what, part, by, expected] of cases) {
    it(`${what} is reported with its position`, async () => {
      await fixture.assertProblems(changed(part, by), [expected]);
    });
  }
});
