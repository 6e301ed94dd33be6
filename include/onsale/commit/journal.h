#pragma once

#include <map>
#include <string>

#include "onsale/base/sha256.h"
#include "onsale/domain/change.h"
#include "onsale/domain/inventory.h"
#include "onsale/storage/batch.h"
#include "onsale/storage/codec.h"

namespace onsale::commit {

// Turns what a batch changed into the one write that makes it durable: the change log with its hash
// chain, the feed's record of the batch, and the reservations, counters, definitions, idempotency
// records and waiting rooms as they are afterwards. Keeps the head of each event's chain and the
// end of the feed. Not thread-safe.
class Journal {
 public:
  // Recovery: the chain goes on from `head`.
  void RestoreHead(domain::EventNumber event, const Sha256Digest& head) { heads_[event] = head; }

  // Recovery: the feed goes on behind `last`.
  void RestoreFeed(domain::FeedPosition last) { feed_end_ = last; }

  // Appends everything in `changes`; `inventory` is as they left it.
  void Append(const domain::ChangeSet& changes, const domain::Inventory& inventory,
              storage::Batch& batch);

 private:
  void AppendChange(const domain::Change& change, storage::Batch& batch);
  void AppendEvent(domain::EventNumber event, const domain::Inventory& inventory,
                   storage::Batch& batch);
  void AppendDeletion(domain::EventNumber event, storage::Batch& batch);
  void AppendFeed(const domain::ChangeSet& changes, storage::Batch& batch);
  void AppendQueues(const domain::ChangeSet& changes, const domain::Inventory& inventory,
                    storage::Batch& batch);
  void AppendWebhook(const domain::WebhookChange& change, storage::Batch& batch);

  std::map<domain::EventNumber, Sha256Digest> heads_;
  domain::FeedPosition feed_end_ = 0;
  Sha256 hash_;
  std::map<domain::EventNumber, storage::FeedRun> runs_;  // of a batch
  std::string key_, value_;                               // reused
};

}  // namespace onsale::commit
