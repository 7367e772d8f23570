// Loaded into sbw: the way to the instance, which moto has not got, leads to the PostgreSQL of the test. The name that sbw
// asks for, and that the certificate must bear, stays the instance's.
import { Socket } from 'node:net';

const { connect } = Socket.prototype;

Socket.prototype.connect = function (port, host, ...rest) {
  return String(host).endsWith('.rds.amazonaws.com')
    ? connect.call(this, Number(process.env.TEST_DATABASE_PORT), '127.0.0.1', ...rest)
    : connect.call(this, port, host, ...rest);
};
