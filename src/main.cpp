#include <exception>
#include <iostream>

#include "onsale/app/import_command.h"
#include "onsale/app/options.h"
#include "onsale/app/rehearse_command.h"
#include "onsale/app/serve.h"
#include "onsale/app/verify_command.h"
#include "onsale/app/verify_draw_command.h"

// What jemalloc is told, where it is linked. Everything is kept in memory, and grows by some
// hundred octets a reservation: pages of 2 MiB are found and filled with less work than 512 small
// ones. What is not needed any more goes back to the system within a second.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf =
    "thp:always,narenas:4,background_thread:true,dirty_decay_ms:1000,muzzy_decay_ms:0";
}

int main(int argc, char** argv) {
  try {
    const onsale::app::CommandLine command = onsale::app::ParseCommandLine(argc, argv);
    if (command.serve) return onsale::app::Serve(*command.serve);
    if (command.verify) return onsale::app::VerifyCommand(*command.verify);
    if (command.verify_draw) return onsale::app::VerifyDrawCommand(*command.verify_draw);
    if (command.import) return onsale::app::ImportCommand(*command.import);
    if (command.rehearse) return onsale::app::RehearseCommand(*command.rehearse);
    return command.exit_status;
  } catch (const std::exception& error) {  // only start-up throws: out of memory, no threads
    std::cerr << "onsale: " << error.what() << "\n";
    return 1;
  }
}
