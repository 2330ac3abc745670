// A console that is fed by frames, cut and resumed anywhere, ends where a fresh read ends [DL2]. The server is a model
// of what it does: logs, a gathering that sends rows when it likes, snapshots on every new line. The histories are the
// core's own.

