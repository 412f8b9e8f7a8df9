// Each client shows feature by feature what works with a server: NAME HOST:PORT SASL TLS CA PREFIX.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// errMissing says that the client does not have the feature.
var errMissing = errors.New("the client has none")

// server is where a program connects, and the prefix of the topics that are made for it.
type server struct {
	plaintext, sasl, tls, ca, prefix string
}

func (s server) topic(feature string) string { return s.prefix + "-" + feature }

type feature struct {
	name  string
	shows func() error
}

// show runs the features one after the other, each for half a minute at most.
func show(features []feature) {
	for _, each := range features {
		done := make(chan error, 1)
		go func() {
			defer func() {
				if problem := recover(); problem != nil {
					done <- fmt.Errorf("panic: %v", problem)
				}
			}()
			done <- each.shows()
		}()
		var err error
		select {
		case err = <-done:
		case <-time.After(30 * time.Second):
			err = errors.New("nothing for 30 s")
		}
		switch {
		case errors.Is(err, errMissing):
			fmt.Println(each.name, "missing")
		case err != nil:
			fmt.Println(each.name, "failed", strings.ReplaceAll(err.Error(), "\n", " "))
		default:
			fmt.Println(each.name, "works")
		}
	}
}

func missing() error { return errMissing }

func same(expected, actual interface{}) error {
	if fmt.Sprint(expected) != fmt.Sprint(actual) {
		return fmt.Errorf("expected %v, but it is %v", expected, actual)
	}
	return nil
}

// values that are written with each feature.
var values = []string{"one", "two", strings.Repeat("three", 100)}

func main() {
	s := server{os.Args[2], os.Args[3], os.Args[4], os.Args[5], os.Args[6]}
	show(clients[os.Args[1]](s))
	os.Exit(0)
}
