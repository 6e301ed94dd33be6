#include "onsale/commit/token_key.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "onsale/storage/coding.h"
#include "onsale/storage/queue_codec.h"

namespace onsale::commit {

Result<StoredTokenKey> LoadTokenKey(storage::Store& store, RandomSource& random) {
  std::optional<StoredTokenKey> key;
  const Status scanned =
      store.Scan(storage::Family::kMeta, storage::kQueueKeyKey,
                 [&](std::string_view, std::string_view value) -> Status {
                   storage::Reader in(value);
                   in.Bytes(key.emplace());
                   return in.done() ? Status() : Corruption("the key of the tokens is unreadable");
                 });
  if (!scanned.ok()) return scanned;
  if (key) return *key;
  random.Fill(key.emplace());
  std::string value;
  storage::PutBytes(value, *key);
  storage::Batch batch;
  batch.Put(storage::Family::kMeta, storage::kQueueKeyKey, value);
  if (Status written = store.Commit(batch); !written.ok()) return written;
  return *key;
}

}  // namespace onsale::commit
