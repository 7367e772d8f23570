// Loaded into a program through NODE_OPTIONS, so that it cannot reach the port in NO_ROUTE_TO: it connects to port 1
// instead, where nothing listens.
import net from 'node:net';

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (port, ...rest) {
  return connect.call(this, port === Number(process.env.NO_ROUTE_TO) ? 1 : port, ...rest);
};
