#include "onsale/api/compress.h"

#include <brotli/decode.h>
#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <memory>
#include <new>
#include <utility>

namespace onsale::api {
namespace {

constexpr int kGzipFraming = 16;  // added to the window bits, see zlib.h at deflateInit2
constexpr int kMemoryLevel = 9;

const std::uint8_t* Bytes(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::uint8_t* Bytes(std::string& text) { return reinterpret_cast<std::uint8_t*>(text.data()); }

constexpr int kSmallestWindowBits = 9;
constexpr int kSmallestBlockBits = 6;  // a memory level n makes blocks of 2^(n + 6) symbols
constexpr std::size_t kRoomMin = 64;   // given to zlib for output; it wants more than 6 for a flush

// For a raw deflate stream. A window and a block no larger than the content save most of the
// setting up, which would cost more than deflating some thousand octets.
void InitRaw(z_stream& stream, std::size_t size_max, DeflateEffort effort) {
  const auto size_bits = static_cast<int>(std::bit_width(size_max));
  const int window_bits = std::clamp(size_bits, kSmallestWindowBits, MAX_WBITS);
  const int memory_level = std::clamp(size_bits - kSmallestBlockBits, 1, kMemoryLevel);
  const bool best = effort == DeflateEffort::kBest;
  if (deflateInit2(&stream, best ? Z_BEST_COMPRESSION : Z_BEST_SPEED, Z_DEFLATED, -window_bits,
                   memory_level, best ? Z_DEFAULT_STRATEGY : Z_RLE) != Z_OK) {
    throw std::bad_alloc();
  }
}

void AppendLittleEndian(std::string& out, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(value >> shift & 0xff);
}

}  // namespace

std::string CompressGzip(std::string_view bytes) {
  z_stream stream = {};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + kGzipFraming, kMemoryLevel,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = const_cast<Bytef*>(Bytes(bytes));  // zlib reads only
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = Bytes(out);
  stream.avail_out = static_cast<uInt>(out.size());
  [[maybe_unused]] const int result = deflate(&stream, Z_FINISH);
  assert(result == Z_STREAM_END);  // deflateBound made room for all of it
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string CompressBrotli(std::string_view bytes, int quality) {
  std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
  std::string out(size, '\0');
  if (BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, bytes.size(),
                            Bytes(bytes), &size, Bytes(out)) != BROTLI_TRUE) {
    throw std::bad_alloc();
  }
  out.resize(size);
  return out;
}

bool IsBrotliOf(std::string_view compressed, std::string_view bytes) {
  const std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> decoder(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), &BrotliDecoderDestroyInstance);
  if (decoder == nullptr) throw std::bad_alloc();
  std::string out(bytes.size(), '\0');
  const std::uint8_t* next_in = Bytes(compressed);
  std::size_t left_in = compressed.size();
  std::uint8_t* next_out = Bytes(out);
  std::size_t left_out = out.size();
  const BrotliDecoderResult result = BrotliDecoderDecompressStream(
      decoder.get(), &left_in, &next_in, &left_out, &next_out, nullptr);
  return result == BROTLI_DECODER_RESULT_SUCCESS && left_in == 0 && out == bytes;
}

DeflatedPiece DeflatePiece(std::string_view bytes, DeflateEffort effort) {
  PieceDeflater deflater(effort, bytes.size());
  deflater.Append(bytes);
  return deflater.Finish();
}

PieceDeflater::PieceDeflater(DeflateEffort effort, std::size_t size_max)
    : stream_(std::make_unique<z_stream>()) {
  InitRaw(*stream_, size_max, effort);
}

PieceDeflater::~PieceDeflater() { deflateEnd(stream_.get()); }

void PieceDeflater::Append(std::string_view bytes) {
  if (bytes.empty()) return;  // and may be null, which to zlib means a fresh CRC
  Deflate(bytes, Z_NO_FLUSH);
  piece_.crc = static_cast<std::uint32_t>(crc32_z(piece_.crc, Bytes(bytes), bytes.size()));
  piece_.size += bytes.size();
}

DeflatedPiece PieceDeflater::Finish() {
  Deflate({}, Z_FULL_FLUSH);
  piece_.bytes.resize(stream_->total_out);
  piece_.bytes.shrink_to_fit();
  return std::move(piece_);
}

// Makes room as zlib's output needs it, a little at a time: it is mostly much less than the input.
void PieceDeflater::Deflate(std::string_view bytes, int flush) {
  std::string& out = piece_.bytes;
  stream_->next_in = const_cast<Bytef*>(Bytes(bytes));  // zlib reads only
  stream_->avail_in = static_cast<uInt>(bytes.size());
  do {
    const std::size_t done = stream_->total_out;
    const std::size_t room = kRoomMin + stream_->avail_in / 2;
    if (out.size() < done + room) out.resize(done + room);
    stream_->next_out = Bytes(out) + done;
    stream_->avail_out = static_cast<uInt>(out.size() - done);
    deflate(stream_.get(), flush);
  } while (stream_->avail_out == 0);
}

std::string GzipOf(std::span<const DeflatedPiece* const> pieces) {
  constexpr std::string_view kHeader("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);  // no time, any system
  constexpr std::string_view kLastBlock("\x03\0", 2);                      // has no content
  constexpr std::size_t kTrailerBytes = 8;
  std::size_t bytes = kHeader.size() + kLastBlock.size() + kTrailerBytes;
  for (const DeflatedPiece* piece : pieces) bytes += piece->bytes.size();

  std::string out;
  out.reserve(bytes);
  out += kHeader;
  uLong crc = 0;
  std::size_t size = 0;
  for (const DeflatedPiece* piece : pieces) {
    out += piece->bytes;
    crc = crc32_combine(crc, piece->crc, static_cast<z_off_t>(piece->size));
    size += piece->size;
  }
  out += kLastBlock;
  AppendLittleEndian(out, static_cast<std::uint32_t>(crc));
  AppendLittleEndian(out, static_cast<std::uint32_t>(size));
  return out;
}

}  // namespace onsale::api
