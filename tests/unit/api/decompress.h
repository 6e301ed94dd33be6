#pragma once

#include <brotli/decode.h>
#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace onsale::api {

// What the tests see through a client's eyes. An answer that cannot be decoded is reported as such
// in the text, so that a comparison shows it. Up to 4 MiB.
inline constexpr std::size_t kDecompressedBytesMax = std::size_t{4} << 20;

inline std::string DecompressGzip(std::string_view bytes) {
  std::string in(bytes);
  std::string out(kDecompressedBytesMax, '\0');
  z_stream stream = {};
  if (inflateInit2(&stream, MAX_WBITS + 16) != Z_OK) return "no memory";
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = inflate(&stream, Z_FINISH);
  const bool whole = result == Z_STREAM_END && stream.avail_in == 0;
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return whole ? out : "not one gzip member";
}

inline std::string DecompressBrotli(std::string_view bytes) {
  std::string out(kDecompressedBytesMax, '\0');
  std::size_t size = out.size();
  const auto* in = reinterpret_cast<const std::uint8_t*>(bytes.data());
  if (BrotliDecoderDecompress(bytes.size(), in, &size,
                              reinterpret_cast<std::uint8_t*>(out.data())) !=
      BROTLI_DECODER_RESULT_SUCCESS) {
    return "not a brotli stream";
  }
  out.resize(size);
  return out;
}

}  // namespace onsale::api
