#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace onsale::http {

// Blocks that the input of a loop's connections is read into, kept for the next connection that
// has something to read. Not thread-safe.
class BlockPool {
 public:
  static constexpr std::size_t kBlockBytes = 4 * 1024;

  using Block = std::unique_ptr<char[]>;

  Block Take();
  void Give(Block block);

 private:
  static constexpr std::size_t kSpareMax = 256;  // a MiB; more are freed

  std::vector<Block> spare_;
};

// What a connection has read and not yet answered, in one piece. Empty, it owns no memory, so that
// an idle connection costs none; it begins with a block of the pool and moves once into
// kBytesMax when that is too small. Views into unread() end with Room(), Consume() of the last
// octet, and Release().
class InputBuffer {
 public:
  // A whole head, and room to read its body through.
  static constexpr std::size_t kBytesMax = 16 * 1024 + BlockPool::kBlockBytes;

  explicit InputBuffer(BlockPool& pool) : pool_(pool) {}
  ~InputBuffer() { Release(); }
  InputBuffer(const InputBuffer&) = delete;
  InputBuffer& operator=(const InputBuffer&) = delete;

  std::string_view unread() const { return {data_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }

  // Where to read to; may move what is unread. Empty only when kBytesMax octets are unread.
  std::span<char> Room();
  void Filled(std::size_t count) { end_ += count; }

  // Forgets octets at the front. When none are left, the memory goes back.
  void Consume(std::size_t count);

  // Forgets `count` octets after the first `kept`, which stay where they are.
  void ConsumeAfter(std::size_t kept, std::size_t count);

  // Moves what is unread so that there is some room behind it; as long as that is consumed again
  // with ConsumeAfter(), Room() moves nothing.
  void KeepRoom();

  void Release();

 private:
  void MoveToFront();
  void Grow();

  BlockPool& pool_;
  BlockPool::Block data_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace onsale::http
