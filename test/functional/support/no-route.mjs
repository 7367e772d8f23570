// Preloaded into a program by NODE_OPTIONS: there is no way from it to the port that NO_ROUTE_TO names. What it
// connects to there is a port where nobody listens.
import net from 'node:net';

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (port, ...rest) {
  return connect.call(this, port === Number(process.env.NO_ROUTE_TO) ? 1 : port, ...rest);
};
