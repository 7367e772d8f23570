import assert from 'node:assert/strict';
import { isBinary } from '../../../../src/emulator/apigateway/media-types.js';

describe('isBinary', () => {
  for (const [header, binary, expected] of [
    ['application/pdf', ['application/pdf'], true],
    ['application/pdf', ['image/png', 'application/pdf'], true],
    ['Application/PDF; charset=utf-8', ['application/pdf'], true],
    ['application/pdf;q=0.9, text/html', ['application/pdf'], true],
    ['text/html, application/pdf', ['application/pdf'], false],
    ['application/pdf, text/html', ['application/pdf'], true],
    [' application/pdf ;q=1', ['application/pdf'], true],
    ['application/pdf', [], false],
    ['application/pdfx', ['application/pdf'], false],
    ['image/png', ['image/*'], true],
    ['imagery/png', ['image/*'], false],
    ['text/image/png', ['image/*'], false],
    ['*/*', ['application/pdf'], false],
    ['text/html', ['*/*'], true],
    [undefined, ['*/*'], true],
    [undefined, ['application/pdf', 'image/*'], false],
  ] as const) {
    it(`is ${expected} for ${header ?? 'no header'} and the binary types ${binary.join(', ') || '(none)'}`, () =>
      assert.equal(isBinary(header, binary), expected));
  }
});
