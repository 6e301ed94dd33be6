#include "onsale/storage/data_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/files.h"
#include "support/printers.h"
#include "support/temp_folder.h"

namespace onsale::storage {
namespace {

using test::TempFolder;
using ::testing::HasSubstr;

mode_t ModeOf(const std::filesystem::path& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0 ? info.st_mode & 0777 : 0;
}

TEST(DataDirTest, IsMadeForItsOwnerAlone) {
  const TempFolder temp;
  const auto dir = DataDir::Open(temp / "data", /*create=*/true);
  ASSERT_TRUE(dir.ok()) << dir.status().message();
  EXPECT_EQ((*dir)->path(), temp / "data");
  EXPECT_EQ((*dir)->store_path(), temp / "data" / "store");
  EXPECT_EQ(ModeOf(temp / "data"), 0700U);
}

TEST(DataDirTest, IsMadeForItsOwnerAloneHoweverItIsSpelt) {
  const TempFolder temp;
  ASSERT_TRUE(DataDir::Open(temp / "a/b/data/", true).ok());
  EXPECT_EQ(ModeOf(temp / "a/b/data"), 0700U);
  ASSERT_TRUE(DataDir::Open(temp / "c/./data/.", true).ok());
  EXPECT_EQ(ModeOf(temp / "c/data"), 0700U);
}

TEST(DataDirTest, IsMadeInTheFolderOneIsIn) {
  const TempFolder temp;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(temp / ".");
  const auto dir = DataDir::Open("data", /*create=*/true);
  std::filesystem::current_path(before);
  EXPECT_TRUE(dir.ok()) << dir.status().message();
}

TEST(DataDirTest, KeepsAFolderThatIsThere) {
  const TempFolder temp;
  ASSERT_TRUE(DataDir::Open(temp.path(), true).ok());
  test::WriteFile(temp / "kept", "content");
  ASSERT_TRUE(DataDir::Open(temp.path(), true).ok());
  ASSERT_TRUE(DataDir::Open(temp.path(), false).ok());
  EXPECT_EQ(test::ReadFile(temp / "kept"), "content");
}

TEST(DataDirTest, RefusesAFolderOfSomethingElse) {
  const TempFolder temp;
  std::filesystem::create_directory(temp / "lost+found");
  test::WriteFile(temp / "passwd", "content");
  EXPECT_EQ(DataDir::Open(temp.path(), true).status().code(), StatusCode::kInvalidArgument);
  EXPECT_FALSE(std::filesystem::exists(temp / "onsale.lock"));
  std::filesystem::remove(temp / "passwd");
  EXPECT_TRUE(DataDir::Open(temp.path(), true).ok()) << "a fresh file system";
}

TEST(DataDirTest, IsNotMadeWhenItHasToBeThere) {
  const TempFolder temp;
  const auto dir = DataDir::Open(temp / "data", /*create=*/false);
  ASSERT_FALSE(dir.ok());
  EXPECT_EQ(dir.status().code(), StatusCode::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(temp / "data"));
}

TEST(DataDirTest, IsForOneAtATime) {
  const TempFolder temp;
  auto first = DataDir::Open(temp.path(), true);
  ASSERT_TRUE(first.ok());
  const auto second = DataDir::Open(temp.path(), true);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.status().code(), StatusCode::kUnavailable);
  EXPECT_THAT(second.status().message(), HasSubstr(std::to_string(getpid())));
  first.value().reset();
  EXPECT_TRUE(DataDir::Open(temp.path(), true).ok());
}

TEST(DataDirTest, IsFreeAgainWhenItsProcessWasKilled) {
  const TempFolder temp;
  const pid_t child = fork();
  if (child == 0) {
    const auto dir = DataDir::Open(temp.path(), true);
    _exit(dir.ok() ? 0 : 1);  // without destructors
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(DataDir::Open(temp.path(), true).ok());
}

TEST(DataDirTest, SaysWhenItIsAFile) {
  const TempFolder temp;
  test::WriteFile(temp / "file", "");
  for (const auto& path : {temp / "file", temp / "file/data"}) {
    const auto dir = DataDir::Open(path, true);
    ASSERT_FALSE(dir.ok());
    EXPECT_EQ(dir.status().code(), StatusCode::kIoError);
    EXPECT_THAT(dir.status().message(), HasSubstr(path.string()));
  }
  EXPECT_EQ(DataDir::Open(temp / "file", false).status().code(), StatusCode::kNotFound);
}

TEST(DataDirTest, SaysWhenTheSystemDoesNotLetIt) {
  // Not even root can make a folder here.
  const auto dir = DataDir::Open("/proc/onsale-test", true);
  ASSERT_FALSE(dir.ok());
  EXPECT_EQ(dir.status().code(), StatusCode::kIoError);
}

TEST(FreeBytesTest, TellsTheSpaceOfADisk) {
  const TempFolder temp;
  const auto free = FreeBytes(temp.path());
  ASSERT_TRUE(free.ok());
  EXPECT_GT(*free, 0U);
  EXPECT_EQ(FreeBytes(temp / "missing").status().code(), StatusCode::kIoError);
}

}  // namespace
}  // namespace onsale::storage
