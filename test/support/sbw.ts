// Runs one command as bin/run.js runs it, from the folder that `bundleCommands` made.
import { fileURLToPath } from 'node:url';
import { Config, Errors } from '@oclif/core';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const [topic, name, ...argv] = process.argv.slice(2);
const { default: Command } = await import(new URL(`./${topic}/${name}.js`, import.meta.url).href);
const config = await Config.load({ root: fileURLToPath(new URL('../..', import.meta.url)) });
await Command.run(argv, config).catch((error: Error) => Errors.handle(error));
