#!/usr/bin/env node
// The AWS SDK warns at every start with Node 20. That must not appear among an operator's errors.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const { execute } = await import('@oclif/core');
await execute({ dir: import.meta.url });
