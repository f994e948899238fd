// For this process and all that it starts: no connection to loopback goes through a proxy.
const { directLoopback } = require("./loopback.cjs");

Object.assign(process.env, directLoopback(process.env));
