#include "onsale/api/reserve_body.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "onsale/api/customer.h"
#include "onsale/api/flat_json.h"
#include "onsale/base/text.h"

namespace onsale::api {
namespace {

using domain::Reserve;

constexpr std::size_t kNamedSeatsMax = 1000;

// Takes the parser's events of one flat object. Every method returns false to stop it.
class ReserveHandler final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit ReserveHandler(Reserve& command) : command_(command) {}

  std::string TakeFault() {
    if (fault_.empty() && !done_) fault_ = "The content must be a JSON object.";
    if (fault_.empty()) CheckMembers();
    return std::move(fault_);
  }

  // What the parser would tell of the same object.
  void Take(const FlatJson& json) {
    done_ = true;
    for (const auto& [name, value] : json.members()) {
      if (!TakeName(name)) return;
      const bool taken = std::visit([this](auto v) { return TakeValue(v); }, value);
      if (!taken) return;
    }
  }

  bool start_object(std::size_t) override {
    if (depth_++ == 0) return true;
    return WrongType();
  }
  bool end_object() override {
    --depth_;
    done_ = true;
    return true;
  }
  bool start_array(std::size_t) override {
    if (depth_ == 0) return Fail("The content must be a JSON object.");
    if (member_ != Member::kSeats || in_seats_) return WrongType();
    in_seats_ = true;
    return true;
  }
  bool end_array() override {
    in_seats_ = false;
    return true;
  }
  bool key(string_t& name) override { return TakeName(name); }
  bool string(string_t& value) override {
    return in_seats_ ? AddSeat(value) : TakeValue(std::string_view(value));
  }
  bool number_integer(number_integer_t value) override { return TakeValue(std::int64_t{value}); }
  bool number_unsigned(number_unsigned_t value) override {
    // What does not fit is too many in any case.
    return TakeValue(static_cast<std::int64_t>(std::min<number_unsigned_t>(value, INT64_MAX)));
  }
  bool number_float(number_float_t, const string_t&) override { return WrongType(); }
  bool null() override { return WrongType(); }
  bool boolean(bool value) override { return TakeValue(value); }
  bool binary(binary_t&) override { return WrongType(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return Fail("The content is not JSON in UTF-8.");
  }

 private:
  enum class Member { kCustomer, kQuantity, kSection, kSeats, kAccessible, kNone };

  static Member MemberOf(std::string_view name) {
    if (name == "customer") return Member::kCustomer;
    if (name == "quantity") return Member::kQuantity;
    if (name == "section") return Member::kSection;
    if (name == "seats") return Member::kSeats;
    if (name == "accessible") return Member::kAccessible;
    return Member::kNone;
  }

  bool Seen(Member member) const { return seen_[static_cast<std::size_t>(member)]; }

  bool Fail(std::string fault) {
    if (fault_.empty()) fault_ = std::move(fault);
    return false;
  }

  bool WrongType() {
    switch (member_) {
      case Member::kCustomer:
        return Fail("customer must be a string.");
      case Member::kQuantity:
        return Fail("quantity must be a whole number.");
      case Member::kSection:
        return Fail("section must be a string.");
      case Member::kSeats:
        return Fail("seats must be an array of strings.");
      case Member::kAccessible:
        return Fail("accessible must be true or false.");
      case Member::kNone:
        break;
    }
    return Fail("The content must be a JSON object.");
  }

  bool TakeName(std::string_view name) {
    member_ = MemberOf(name);
    if (member_ == Member::kNone) {
      return Fail("The member " + std::string(name) + " is not known here.");
    }
    bool& seen = seen_[static_cast<std::size_t>(member_)];
    if (seen) return Fail("The member " + std::string(name) + " is there twice.");
    return seen = true;
  }

  bool TakeValue(std::string_view value) {
    switch (member_) {
      case Member::kCustomer:
        command_.customer = Trim(value);
        return true;
      case Member::kSection:
        command_.section = value;
        return true;
      default:
        return WrongType();
    }
  }

  bool TakeValue(std::int64_t value) {
    if (member_ != Member::kQuantity) return WrongType();
    command_.quantity = value;
    return true;
  }

  bool TakeValue(bool value) {
    if (member_ != Member::kAccessible) return WrongType();
    command_.accessible = value;
    return true;
  }

  bool AddSeat(const std::string& seat) {
    if (command_.seats.size() == kNamedSeatsMax)
      return Fail("seats may have at most 1000 elements.");
    command_.seats.push_back(seat);
    return true;
  }

  void CheckMembers() {
    if (!Seen(Member::kCustomer)) {
      fault_ = "customer is missing.";
    } else if (std::string fault = FaultOfCustomer(command_.customer); !fault.empty()) {
      fault_ = std::move(fault);
    } else if (Seen(Member::kQuantity) == Seen(Member::kSeats)) {
      fault_ = "Either quantity or seats is needed, and not both.";
    } else if (Seen(Member::kSeats)) {
      CheckSeats();
    } else if (Seen(Member::kSection) && command_.section.empty()) {
      fault_ = "section may not be empty.";
    }
  }

  void CheckSeats() {
    if (command_.seats.empty()) {
      fault_ = "seats may not be empty.";
    } else if (command_.wait) {
      fault_ = "seats cannot be waited for; name a quantity.";
    } else if (Seen(Member::kSection)) {
      fault_ = "section goes with quantity, not with seats.";
    }
  }

  Reserve& command_;
  std::string fault_;
  Member member_ = Member::kNone;
  bool seen_[static_cast<std::size_t>(Member::kNone)] = {};
  int depth_ = 0;
  bool in_seats_ = false;
  bool done_ = false;
};

}  // namespace

std::string ParseReserveBody(std::string_view body, Reserve& command) {
  ReserveHandler handler(command);
  if (const auto flat = FlatJson::Read(body)) {
    handler.Take(*flat);
    return handler.TakeFault();
  }
  // Stops at the first fault; what is behind the object is a fault, too.
  nlohmann::json::sax_parse(body.begin(), body.end(), &handler);
  return handler.TakeFault();
}

}  // namespace onsale::api
