#include "onsale/storage/batch.h"

#include <gtest/gtest.h>

#include <string>

namespace onsale::storage {
namespace {

std::string Describe(const Batch& batch) {
  std::string text;
  batch.ForEach([&](const Batch::Operation& op) {
    text += op.kind == Batch::Kind::kPut      ? "put "
            : op.kind == Batch::Kind::kDelete ? "del "
                                              : "delp ";
    text += std::to_string(static_cast<int>(op.family)) + " " + std::string(op.key) + "=" +
            std::string(op.value) + "; ";
  });
  return text;
}

TEST(BatchTest, KeepsOperationsInOrder) {
  Batch batch;
  EXPECT_TRUE(batch.empty());
  batch.Put(Family::kEvents, "a", "1");
  batch.Delete(Family::kChanges, "bb");
  batch.DeletePrefix(Family::kMeta, "c");
  batch.Put(Family::kEvents, "", "");
  EXPECT_EQ(Describe(batch), "put 1 a=1; del 5 bb=; delp 0 c=; put 1 =; ");
  EXPECT_EQ(batch.size(), 4U);
  EXPECT_FALSE(batch.empty());
}

TEST(BatchTest, HoldsItsOwnCopy) {
  Batch batch;
  std::string key = "key", value = "value";
  batch.Put(Family::kMeta, key, value);
  key = "KEY";
  value = "VALUE";
  for (int i = 0; i < 1'000; ++i) batch.Put(Family::kMeta, "more", "and more");
  EXPECT_EQ(Describe(batch).substr(0, 18), "put 0 key=value; p");
}

TEST(BatchTest, KeepsOctetsOfAnyKind) {
  Batch batch;
  const std::string key("\0\xff\0", 3), value("\n\0", 2);
  batch.Put(Family::kMeta, key, value);
  batch.ForEach([&](const Batch::Operation& op) {
    EXPECT_EQ(op.key, key);
    EXPECT_EQ(op.value, value);
  });
}

TEST(BatchTest, IsEmptyAfterClear) {
  Batch batch;
  batch.Put(Family::kMeta, "a", "1");
  batch.Clear();
  EXPECT_TRUE(batch.empty());
  batch.Put(Family::kMeta, "b", "2");
  EXPECT_EQ(Describe(batch), "put 0 b=2; ");
}

}  // namespace
}  // namespace onsale::storage
