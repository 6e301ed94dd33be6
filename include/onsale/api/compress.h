#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct z_stream_s;  // zlib's

namespace onsale::api {

// Whole-buffer compression for answers that are rendered once and sent often. All of it is
// deterministic, so that equal content has equal entity tags on every server. Up to 1 GiB. Throws
// std::bad_alloc when there is no memory. Thread-safe.

// RFC 1952 at zlib's level 9, with no time and no name in its header.
std::string CompressGzip(std::string_view bytes);

// RFC 7932. `quality` is 0 to 11: 11 makes about 1 MB a second on one core, 9 about 20, 5 about 60.
std::string CompressBrotli(std::string_view bytes, int quality);

// Whether `compressed` is one whole brotli stream of `bytes`. It may be anything, of anybody: no
// more than `bytes.size()` octets are decompressed.
bool IsBrotliOf(std::string_view compressed, std::string_view bytes);

// For answers of which only a part changes: each part is deflated by itself, and any parts in a row
// make one gzip member.

enum class DeflateEffort {
  kBest,  // zlib's level 9
  kFast,  // Huffman codes and runs of one octet: about 80 MB a second
};

// A part of a deflate stream (RFC 1951) that refers to nothing before it, ends at an octet's border
// and is not the last of its stream.
struct DeflatedPiece {
  std::string bytes;      // with no more memory than it needs
  std::uint32_t crc = 0;  // CRC-32 of what was deflated
  std::size_t size = 0;   // octets of that
};

DeflatedPiece DeflatePiece(std::string_view bytes, DeflateEffort effort);

// The same for content that is not in memory as a whole. Not thread-safe.
class PieceDeflater {
 public:
  // `size_max`: of the content; a small one saves memory, and time for it.
  explicit PieceDeflater(DeflateEffort effort, std::size_t size_max = SIZE_MAX);
  ~PieceDeflater();
  PieceDeflater(const PieceDeflater&) = delete;
  PieceDeflater& operator=(const PieceDeflater&) = delete;

  void Append(std::string_view bytes);
  DeflatedPiece Finish();  // nothing can be appended after it

 private:
  void Deflate(std::string_view bytes, int flush);

  std::unique_ptr<z_stream_s> stream_;
  DeflatedPiece piece_;
};

// One gzip member (RFC 1952) of what the pieces were made of, one behind the other.
std::string GzipOf(std::span<const DeflatedPiece* const> pieces);

}  // namespace onsale::api
