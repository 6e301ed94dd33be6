// Reservations with Go's net/http and nothing but its standard library. What is left of each event is
// in memory; a reservation is a line of a log, written and synced together with all that wait then.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"
)

type event struct {
	mutex     sync.Mutex
	available int64
}

type entry struct {
	line string
	done chan struct{}
}

const batchMax = 4096

var (
	events  = map[string]*event{"1": {available: 1_000_000_000}}
	entries = make(chan entry, 16*batchMax)
	signals = sync.Pool{New: func() any { return make(chan struct{}, 1) }}
	lastID  int64
	idMutex sync.Mutex
)

func answer(w http.ResponseWriter, contentType string, status int, body []byte) {
	w.Header()["Content-Type"] = []string{contentType}
	w.Header()["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	w.Write(body)
}

func answerJSON(w http.ResponseWriter, status int, format string, values ...any) {
	answer(w, "application/json", status, []byte(fmt.Sprintf(format, values...)))
}

// Takes places; how many are left then, and whether there were enough.
func (e *event) take(quantity int64) (int64, bool) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.available < quantity {
		return e.available, false
	}
	e.available -= quantity
	return e.available, true
}

func nextID() int64 {
	idMutex.Lock()
	defer idMutex.Unlock()
	lastID++
	return lastID
}

// Returns when the line is on disk.
func store(line string) {
	done := signals.Get().(chan struct{})
	entries <- entry{line, done}
	<-done
	signals.Put(done)
}

func writeLog(file *os.File) {
	var octets []byte
	var waiting []chan struct{}
	add := func(e entry) {
		octets = append(octets, e.line...)
		waiting = append(waiting, e.done)
	}
	for first := range entries {
		octets, waiting = octets[:0], waiting[:0]
		runtime.Gosched() // handlers that are ready add theirs
		add(first)
		for more := true; more && len(waiting) < batchMax; {
			select {
			case next := <-entries:
				add(next)
			default:
				more = false
			}
		}
		if _, err := file.Write(octets); err != nil {
			log.Fatal(err)
		}
		if err := syscall.Fdatasync(int(file.Fd())); err != nil {
			log.Fatal(err)
		}
		for _, done := range waiting {
			done <- struct{}{}
		}
	}
}

func reserve(w http.ResponseWriter, r *http.Request, id string, e *event) {
	var wish struct {
		Quantity int64
		Customer string
	}
	if json.NewDecoder(r.Body).Decode(&wish) != nil || wish.Quantity < 1 || wish.Customer == "" {
		answerJSON(w, 400, `{"error":"malformed"}`)
		return
	}
	left, enough := e.take(wish.Quantity)
	if !enough {
		answerJSON(w, 409, `{"error":"sold out"}`)
		return
	}
	number := nextID()
	store(fmt.Sprintf("%d %s %d %d %q\n", number, id, wish.Quantity, time.Now().UnixMilli(), wish.Customer))
	answerJSON(w, 201, `{"id":%d,"available":%d}`, number, left)
}

func serveEvents(w http.ResponseWriter, r *http.Request) {
	const prefix, suffix = "/api/v1/events/", "/reservations"
	id := r.URL.Path[len(prefix):]
	reserving := r.Method == "POST" && len(id) > len(suffix) && id[len(id)-len(suffix):] == suffix
	if reserving {
		id = id[:len(id)-len(suffix)]
	}
	e := events[id]
	if e == nil {
		answerJSON(w, 404, `{"error":"no such event"}`)
	} else if reserving {
		reserve(w, r, id, e)
	} else {
		left, _ := e.take(0)
		answerJSON(w, 200, `{"id":%q,"available":%d}`, id, left)
	}
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "")
	pageFile := flag.String("page", "", "what is served as /page.html")
	logFile := flag.String("log", "", "where reservations are written")
	flag.Parse()
	if runtime.GOMAXPROCS(0) < 2 {
		runtime.GOMAXPROCS(2) // on one core handlers go on while the log is synced
	}
	page, err := os.ReadFile(*pageFile)
	if err != nil {
		log.Fatal(err)
	}
	file, err := os.OpenFile(*logFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		log.Fatal(err)
	}
	go writeLog(file)
	http.HandleFunc("/page.html", func(w http.ResponseWriter, r *http.Request) {
		answer(w, "text/html; charset=utf-8", 200, page)
	})
	http.HandleFunc("/api/v1/time", func(w http.ResponseWriter, r *http.Request) {
		answerJSON(w, 200, `{"now_ms":%d}`, time.Now().UnixMilli())
	})
	http.HandleFunc("/api/v1/events/", serveEvents)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
