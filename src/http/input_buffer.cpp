#include "onsale/http/input_buffer.h"

#include <cstring>
#include <utility>

namespace onsale::http {

BlockPool::Block BlockPool::Take() {
  if (spare_.empty()) return Block(new char[kBlockBytes]);
  Block block = std::move(spare_.back());
  spare_.pop_back();
  return block;
}

void BlockPool::Give(Block block) {
  if (spare_.size() < kSpareMax) spare_.push_back(std::move(block));
}

std::span<char> InputBuffer::Room() {
  if (data_ == nullptr) {
    data_ = pool_.Take();
    capacity_ = BlockPool::kBlockBytes;
  }
  if (end_ == capacity_) {
    if (begin_ > 0) {
      MoveToFront();
    } else if (capacity_ < kBytesMax) {
      Grow();
    }
  }
  return {data_.get() + end_, capacity_ - end_};
}

void InputBuffer::Consume(std::size_t count) {
  begin_ += count;
  if (begin_ == end_) Release();
}

void InputBuffer::ConsumeAfter(std::size_t kept, std::size_t count) {
  char* to = data_.get() + begin_ + kept;
  std::memmove(to, to + count, end_ - begin_ - kept - count);
  end_ -= count;
}

void InputBuffer::KeepRoom() {
  constexpr std::size_t kRoomBytesMin = BlockPool::kBlockBytes / 2;
  MoveToFront();
  if (capacity_ - end_ < kRoomBytesMin && capacity_ < kBytesMax) Grow();
}

void InputBuffer::Release() {
  if (capacity_ == BlockPool::kBlockBytes) pool_.Give(std::move(data_));
  data_.reset();
  capacity_ = begin_ = end_ = 0;
}

void InputBuffer::MoveToFront() {
  if (begin_ == 0) return;
  std::memmove(data_.get(), data_.get() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
}

void InputBuffer::Grow() {
  BlockPool::Block grown(new char[kBytesMax]);
  std::memcpy(grown.get(), data_.get() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  if (capacity_ == BlockPool::kBlockBytes) pool_.Give(std::move(data_));
  data_ = std::move(grown);
  capacity_ = kBytesMax;
}

}  // namespace onsale::http
