// Loaded into sbw: connects to the PostgreSQL of the test in place of the instance, which moto does not start. sbw
// still uses the instance's host name, and the certificate must contain it.
import { Socket } from 'node:net';

const { connect } = Socket.prototype;

Socket.prototype.connect = function (port, host, ...rest) {
  return String(host).endsWith('.rds.amazonaws.com')
    ? connect.call(this, Number(process.env.TEST_DATABASE_PORT), '127.0.0.1', ...rest)
    : connect.call(this, port, host, ...rest);
};
