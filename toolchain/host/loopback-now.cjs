// For this process and all that it starts: nothing on this host's loopback is reached through a proxy.
const process = require("node:process");
const { directLoopback } = require("./loopback.cjs");

Object.assign(process.env, directLoopback(process.env));
