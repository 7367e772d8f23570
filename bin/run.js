#!/usr/bin/env node
// The AWS SDK warns on every start under Node 20; an operator's standard error is not the place for it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const { execute } = await import('@oclif/core');
await execute({ dir: import.meta.url });
