#pragma once

// What the calling thread tells the system of itself (Linux: all of this is a thread's,
// not its process's). Nothing here can fail in a way that matters; what the system refuses is left
// as it was.
namespace onsale::this_thread {

// What `top -H` and a debugger call it: at most 15 octets, the rest is cut.
void SetName(const char* name);

// Runs when nothing else wants to: for work that nobody waits for.
void LowerPriority();

// When woken, waits until who is running has blocked or used its time up, and does not cut in: for
// work that is the cheaper the more of it has gathered.
void WaitForTurn();

// No SIGPIPE for what is written to a socket whose other side is gone: the call says so.
void BlockBrokenPipes();

}  // namespace onsale::this_thread
