#include "onsale/base/status.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "support/printers.h"

namespace onsale {
namespace {

TEST(StatusTest, IsOkByDefault) {
  EXPECT_TRUE(Status().ok());
  EXPECT_EQ(Status().code(), StatusCode::kOk);
  EXPECT_EQ(Status().message(), "");
}

TEST(StatusTest, SaysWhatAndWhy) {
  EXPECT_EQ(InvalidArgument("a").code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(NotFound("a").code(), StatusCode::kNotFound);
  EXPECT_EQ(Unavailable("a").code(), StatusCode::kUnavailable);
  EXPECT_EQ(Corruption("a").code(), StatusCode::kCorruption);
  EXPECT_EQ(IoError("a").code(), StatusCode::kIoError);
  EXPECT_EQ(IoError("the disk is gone").message(), "the disk is gone");
  EXPECT_FALSE(IoError("a").ok());
}

TEST(ResultTest, HasAValueOrAStatus) {
  const Result<std::string> value = std::string("text");
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(*value, "text");
  EXPECT_EQ(value->size(), 4U);

  const Result<std::string> failed = NotFound("no text");
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.status().code(), StatusCode::kNotFound);
}

TEST(ResultTest, GivesAValueAwayThatCannotBeCopied) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(3);
  const std::unique_ptr<int> taken = std::move(result).value();
  EXPECT_EQ(*taken, 3);
}

}  // namespace
}  // namespace onsale
