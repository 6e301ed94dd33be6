#pragma once

// What the calling thread tells the system of itself (Linux: all of this is a thread's,
// not its process's). Nothing here can fail in a way that matters; what the system refuses is left
// as it was.
namespace onsale::this_thread {

// What `top -H` and a debugger call it: at most 15 octets, the rest is cut.
void SetName(const char* name);

// Gives way to all that people wait for, and still gets a tenth of a core that is busy with that:
// for work that has to be done, but not at once.
void LowerPriority();

// No SIGPIPE for what is written to a socket whose other side is gone: the call says so.
void BlockBrokenPipes();

}  // namespace onsale::this_thread
