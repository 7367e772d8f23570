import assert from 'node:assert/strict';
import { estimate, maxConnections } from '../../../bench/scale/model.js';

const LARGE = { name: 'db.m7g.large', memory: 8, hourly: 0.168, standby: true };

describe('the model of scale', () => {
  it('counts what runs at once by how long it takes', () => {
    const one = estimate(25_920_000, LARGE, { peak: 10, reads: 0, bankSeconds: 1.9, postSeconds: 0.1 });
    assert.equal(one.posts, 100);
    assert.equal(one.connections, 200);
    assert.equal(one.use['Lambda concurrency'], 0.2);
  });

  it('takes as many connections as RDS does', () => {
    assert.equal(maxConnections(LARGE), 901);
    assert.equal(maxConnections({ ...LARGE, memory: 512 }), 5_000);
  });

  it('costs what its parts cost', () => {
    const { cost, total } = estimate(1_000_000, LARGE);
    assert.equal(cost['API Gateway, 3.50 a million'], 10.5);
    assert.equal(cost['db.m7g.large, 0.168 an hour, twice']?.toFixed(2), '245.28');
    assert.ok(Math.abs(Object.values(cost).reduce((sum, dollars) => sum + dollars) - total) < 1e-9);
  });
});
