import { fileURLToPath } from 'node:url';
import { Config, Errors } from '@oclif/core';

/** Runs one command of the folder that `bundleCommands` made, as bin/run.js would. */
const [topic, name, ...argv] = process.argv.slice(2);
const { default: Command } = await import(new URL(`./${topic}/${name}.js`, import.meta.url).href);
const config = await Config.load({ root: fileURLToPath(new URL('../..', import.meta.url)) });
await Command.run(argv, config).catch((error: Error) => Errors.handle(error));
