#include "onsale/api/file_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "unit/api/static_folder.h"

namespace onsale::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace fs = std::filesystem;

// Root may read everything; the tests about permissions run as somebody else meanwhile.
class AsNobody {
 public:
  AsNobody() : user_(geteuid()) { ok_ = user_ != 0 || seteuid(kNobody) == 0; }
  ~AsNobody() {
    if (!ok_ || user_ != 0) return;
    EXPECT_EQ(seteuid(user_), 0);
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;
  bool ok() const { return ok_; }

 private:
  static constexpr uid_t kNobody = 65534;
  const uid_t user_;
  bool ok_;
};

class FileTreeTest : public testing::Test {
 protected:
  // The tree as `path=content`, or the error's sentence.
  std::vector<std::string> Read(const FileTreeLimits& limits = {}) {
    const Result<FileTree> tree = ReadFileTree(folder_.path(), limits);
    if (!tree.ok()) return {tree.status().message()};
    skipped_ = tree->skipped;
    std::vector<std::string> shown;
    for (const FileTree::File& file : tree->files) shown.push_back(file.path + "=" + file.content);
    return shown;
  }

  std::string Shown(const std::string& path) const {
    return "'" + folder_.path().string() + path + "'";
  }

  StaticFolder folder_;
  std::vector<std::string> skipped_;
};

TEST_F(FileTreeTest, ReadsFilesInByteOrder) {
  folder_.Write("b.txt", "2");
  folder_.Write("a/z.txt", "1");
  folder_.Write("a.txt", "0");
  folder_.Write("empty.txt", "");
  EXPECT_THAT(Read(), ElementsAre("/a.txt=0", "/a/z.txt=1", "/b.txt=2", "/empty.txt="));
  EXPECT_THAT(skipped_, IsEmpty());
}

TEST_F(FileTreeTest, ReadsAnEmptyFolder) { EXPECT_THAT(Read(), IsEmpty()); }

TEST_F(FileTreeTest, PassesOverSymbolicLinks) {
  const StaticFolder outside;
  outside.Write("secret.txt", "secret");
  folder_.Write("a.txt", "a");
  fs::create_symlink(outside.path() / "secret.txt", folder_.path() / "file.txt");
  fs::create_directory_symlink(outside.path(), folder_.path() / "dir");
  fs::create_symlink("a.txt", folder_.path() / "inside.txt");
  fs::create_symlink("nowhere", folder_.path() / "broken.txt");
  fs::create_directory_symlink("..", folder_.path() / "loop");
  EXPECT_THAT(Read(), ElementsAre("/a.txt=a"));
  EXPECT_THAT(skipped_, ElementsAre("/broken.txt (a symbolic link)", "/dir (a symbolic link)",
                                    "/file.txt (a symbolic link)", "/inside.txt (a symbolic link)",
                                    "/loop (a symbolic link)"));
}

TEST_F(FileTreeTest, FollowsALinkAsTheTopFolder) {
  const StaticFolder release;
  release.Write("a.txt", "a");
  fs::create_directory_symlink(release.path(), folder_.path() / "current");
  const Result<FileTree> tree = ReadFileTree(folder_.path() / "current");
  ASSERT_TRUE(tree.ok()) << tree.status().message();
  ASSERT_EQ(tree->files.size(), 1U);
  EXPECT_EQ(tree->files[0].path, "/a.txt");
}

TEST_F(FileTreeTest, PassesOverFifosSocketsAndDevices) {
  ASSERT_EQ(mkfifo((folder_.path() / "fifo.html").c_str(), 0600), 0);
  const int sock = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  const std::string name = (folder_.path() / "sock.html").string();
  ASSERT_LT(name.size(), sizeof(address.sun_path));
  std::ranges::copy(name, address.sun_path);
  ASSERT_EQ(bind(sock, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);

  EXPECT_THAT(Read(), IsEmpty());
  EXPECT_THAT(skipped_,
              ElementsAre("/fifo.html (not a regular file)", "/sock.html (not a regular file)"));
  close(sock);
}

TEST_F(FileTreeTest, PassesOverHiddenNames) {
  folder_.Write(".env", "secret");
  folder_.Write(".git/config", "secret");
  folder_.Write("a/.htpasswd", "secret");
  EXPECT_THAT(Read(), IsEmpty());
  EXPECT_THAT(skipped_, ElementsAre("/.env (a hidden name)", "/.git (a hidden name)",
                                    "/a/.htpasswd (a hidden name)"));
}

TEST_F(FileTreeTest, PassesOverNamesThatNoPathCanSpell) {
  folder_.Write("a b.txt", "");
  folder_.Write("a%20b.txt", "");
  folder_.Write("a\nb.txt", "");
  folder_.Write("\xc3\xa4.txt", "");
  folder_.Write("a?b.txt", "");
  folder_.Write("~a-b_c,d@e.txt", "");
  EXPECT_THAT(Read(), ElementsAre("/~a-b_c,d@e.txt="));
  EXPECT_EQ(skipped_.size(), 5U);
}

TEST_F(FileTreeTest, SaysWhatIsWrongWithTheFolder) {
  const Result<FileTree> missing = ReadFileTree(folder_.path() / "none");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.status().code(), StatusCode::kNotFound);
  EXPECT_EQ(missing.status().message(), "The static folder " + Shown("/none") + " does not exist");

  folder_.Write("file", "");
  const Result<FileTree> file = ReadFileTree(folder_.path() / "file");
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(file.status().message(), "The static folder " + Shown("/file") + " is no folder");

  EXPECT_FALSE(ReadFileTree("").ok());
}

TEST_F(FileTreeTest, SaysWhatCannotBeRead) {
  folder_.Write("dir/a.txt", "a");
  fs::permissions(folder_.path(), fs::perms::all);
  fs::permissions(folder_.path() / "dir/a.txt", fs::perms::none);
  {
    const AsNobody nobody;
    if (!nobody.ok()) GTEST_SKIP() << "cannot give up root";
    EXPECT_THAT(Read(), ElementsAre("Cannot read " + Shown("/dir/a.txt") + ": Permission denied"));
  }
  fs::permissions(folder_.path() / "dir", fs::perms::none);
  {
    const AsNobody nobody;
    EXPECT_THAT(Read(), ElementsAre("Cannot read " + Shown("/dir") + ": Permission denied"));
  }
  fs::permissions(folder_.path(), fs::perms::none);
  {
    const AsNobody nobody;
    EXPECT_THAT(Read(),
                ElementsAre("Cannot open the static folder " + Shown("") + ": Permission denied"));
  }
  fs::permissions(folder_.path(), fs::perms::all);
  fs::permissions(folder_.path() / "dir", fs::perms::all);
}

TEST_F(FileTreeTest, LimitsFilesButNotFolders) {
  folder_.Write("a/a.txt", "1");
  folder_.Write("b/.hidden", "2");
  EXPECT_THAT(Read({.files_max = 2}), ElementsAre("/a/a.txt=1"));
  EXPECT_THAT(Read({.files_max = 1}),
              ElementsAre("The static folder " + Shown("") + " has more than 1 files"));
}

TEST_F(FileTreeTest, LimitsBytes) {
  folder_.Write("a.txt", "1234");
  folder_.Write("b.txt", "12");
  EXPECT_EQ(Read({.file_bytes_max = 4, .total_bytes_max = 6}).size(), 2U);
  EXPECT_THAT(Read({.file_bytes_max = 3}),
              ElementsAre(Shown("/a.txt") + " is larger than 3 bytes"));
  EXPECT_THAT(Read({.total_bytes_max = 5}), ElementsAre(HasSubstr("larger than 5 bytes together")));
}

TEST_F(FileTreeTest, LimitsTheDepth) {
  folder_.Write("a/b/c.txt", "");
  EXPECT_THAT(Read({.depth_max = 2}), ElementsAre("/a/b/c.txt="));
  EXPECT_THAT(Read({.depth_max = 1}), ElementsAre(HasSubstr("nested deeper than 1 folders")));
}

}  // namespace
}  // namespace onsale::api
