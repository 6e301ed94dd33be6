#include "onsale/app/verify_command.h"

#include <iostream>

#include "onsale/app/failure.h"
#include "onsale/commit/verify.h"
#include "onsale/storage/data_dir.h"
#include "onsale/storage/rocks_store.h"

namespace onsale::app {
namespace {

Result<commit::VerifyReport> VerifyFolder(const std::string& folder) {
  const auto data_dir = storage::DataDir::Open(folder, /*create=*/false);
  if (!data_dir.ok()) return data_dir.status();
  storage::RocksStoreOptions options;
  options.read_only = true;
  const auto store = storage::OpenRocksStore((*data_dir)->store_path(), options);
  if (!store.ok()) return store.status();
  return commit::Verify(**store);
}

}  // namespace

int VerifyCommand(const VerifyOptions& options) {
  const auto report = VerifyFolder(options.data_dir);
  if (!report.ok()) return Fail(report.status());
  for (const std::string& difference : report->differences) std::cout << difference << "\n";
  std::cout << report->events << " events, " << report->reservations << " reservations, "
            << report->changes << " changes: ";
  if (report->differences.empty()) {
    std::cout << "everything agrees\n";
    return 0;
  }
  std::cout << report->differences.size() << " differences\n";
  return 1;
}

}  // namespace onsale::app
