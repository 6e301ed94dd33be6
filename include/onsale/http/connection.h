#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "onsale/admission/rate_limiter.h"
#include "onsale/api/exchange.h"
#include "onsale/base/ip_address.h"
#include "onsale/commit/submission.h"
#include "onsale/http/asio_types.h"
#include "onsale/http/body_reader.h"
#include "onsale/http/event_stream.h"
#include "onsale/http/fan_out.h"
#include "onsale/http/http_problems.h"
#include "onsale/http/input_buffer.h"
#include "onsale/http/output.h"
#include "onsale/http/poller.h"
#include "onsale/http/request_parser.h"
#include "onsale/http/response_writer.h"

namespace onsale::http {

class Loop;

// One client's connection: reads requests, has them answered in their order, and writes. It lives
// on its loop's thread, and its loop owns it.
//
// Run() and the coroutines it awaits suspend in one place only, Suspend(), for one thing at a time:
// the socket, or an outcome from the committer. Everything between two suspensions is plain calls:
// all complete requests that one recv brought are parsed and answered into the loop's output, which
// one send then writes. The loop's output is empty whenever Run() is suspended; what a slow client
// does not take at once stays in the coroutine until it does.
//
// A connection that watches an event answers no more requests. Pieces of the event are written as
// they come, without resuming Run(), unless the socket is full.
class Connection final : public Watched, private Watcher {
 public:
  // Takes the socket over; `peer` is its other side.
  Connection(Loop& loop, int socket, const IpAddress& peer);

  // Until the connection is closed. To be run once.
  Task<void> Run();

  // Events from the loop, each of which may end and destroy the connection.
  std::span<char> Room() override { return input_.Room(); }
  void OnReceived(ssize_t received) override;
  void OnReady() override;           // the socket can be written
  void OnUnsent();                   // the loop's output is of it, and did not fit into its socket
  void OnOutcome();                  // the submission was delivered
  void OnTick(std::int64_t now_ms);  // ends a wait that is past its deadline
  void OnDrain();                    // ends the wait for a next request

  // Its submission, which finds its way back by this type.
  struct Pending : commit::Submission {
    explicit Pending(Connection& of) : connection(of) {}
    Connection& connection;
  };

  std::size_t index_in_loop = 0;  // the loop's own bookkeeping

 private:
  // What Run() does next.
  enum class Step : std::uint8_t {
    kNext,     // look for the next request in what was read
    kRead,     // wait for more of a request
    kBody,     // the head is complete, the body is not
    kSend,     // the output is full
    kOutcome,  // wait for the committer
    kStream,   // the head of a streamed answer is out
    kWatch,    // that of a stream of events is, or nothing of a WebSocket's
    kClose,
  };
  enum class Deadline : std::uint8_t { kNone, kHead, kIdle, kBody, kWrite, kWatch, kLinger };
  static constexpr std::uint64_t kNoStall = UINT64_MAX;
  using ResumeHandler = boost::asio::async_result<UseTask, void()>::handler_type;

  // Suspensions.
  Task<void> Suspend();
  Task<void> Readable();
  Task<void> Writable();
  void Resume();

  // Steps of Run() that may suspend.
  Task<Step> ReadBody();
  std::size_t BodyBytesMax() const;
  api::ProblemType TooLarge();
  Task<Step> SendStream();
  Task<void> SendPiece();
  Task<void> SendRest();
  Task<void> Linger();
  Task<Step> Watch();

  // Steps that do not.
  Step AnswerBuffered();
  Step HandleRequest();
  Step Finish();
  api::Disposition RunHandler();
  void RunFinish();
  void AnswerInternalError();
  Step Answer();
  Step Refuse(api::ProblemType problem);
  Step Expire();
  Step AfterRead();
  bool Receive();
  ssize_t ReceiveNow();
  bool SendOutput();
  api::BodyStream::Piece AppendPiece(api::BodyStream& stream);
  std::optional<Step> TakeBody(BodyReader& reader);
  void SetPeer(const IpAddress& peer);
  Step TakeProxyHeader();
  void FindSource();
  bool CountRequest();
  bool IsOperator() const;
  bool ShedsRequest();
  void TurnAway();
  void CountSlowness();
  void TellLimits(api::Response& response);
  void OnPiece(const live::PiecePtr& piece) override;
  int ReadySocket() const override;
  void OnPieceSent(const live::PiecePtr& piece, ssize_t octets) override;
  void AfterPiece(const live::Piece& piece, EventStream::State state, bool was_waiting);
  void UpgradeToWebSocket(api::WatchRequest& request);
  bool GoOnWatching(EventStream& stream);
  bool AfterSend(EventStream::State state);
  void ArmKeepAlive();
  void ArmReadDeadline();
  void ArmWriteDeadline();
  void Arm(Deadline deadline);
  void Log(int status, std::size_t bytes);
  ResponseTraits Traits() const;

  Loop& loop_;
  std::optional<ResumeHandler> resume_;
  std::optional<ssize_t> received_;  // into input_, on its way to Receive()
  InputBuffer input_;
  IpAddress peer_;                // or whom the PROXY header names
  admission::RateSource source_;  // of the request at hand
  std::int64_t deadline_ms_ = 0;
  std::int64_t write_deadline_ms_ = 0;           // of an answer that is not read at once
  std::uint64_t acknowledged_bytes_ = kNoStall;  // when that was set
  std::int64_t started_us_ = 0;                  // the request at hand, when there is an access log
  std::size_t newline_searched_ = 0;  // octets of an incomplete head known to end no line
  std::size_t request_bytes_ = 0;     // what the request at hand takes of `input_`
  Deadline deadline_ = Deadline::kNone;
  bool is_new_ = true;                // nothing was answered yet
  bool peer_trusted_ = false;         // a proxy that is believed
  bool peer_counted_ = true;          // also where it speaks for itself
  bool peer_is_known_ = true;         // else `peer_` is a proxy, which does not name it
  bool awaits_proxy_header_ = false;  // which comes before anything else
  bool expired_ = false;              // the deadline ended a wait
  bool broken_ = false;               // nothing can be read or written any more
  bool close_ = false;                // no request after the one at hand is answered
  bool linger_ = false;            // the client may still be sending: let it read the answer first
  bool submitted_ = false;         // `pending_` is with the committer
  bool awaiting_outcome_ = false;  // and Run() is suspended for it
  RequestHead head_;
  std::string body_;  // of the request at hand, where it is not in one piece in `input_`
  std::unique_ptr<api::BodyStream> stream_;   // on its way from Answer() to SendStream()
  std::unique_ptr<api::WatchRequest> watch_;  // on its way to Watch()
  EventStream* watching_ = nullptr;           // Run() is suspended in Watch()
  bool ending_ = false;                       // that was the last piece
  Pending pending_;
  api::Exchange exchange_;
};

}  // namespace onsale::http
