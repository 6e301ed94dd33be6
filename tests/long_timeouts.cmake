# Read by CTest after the tests of the executables that have long forms are known.
if("$ENV{ONSALE_LONG_TESTS}")
  foreach(test IN LISTS model_tests_list simulation_tests_list crash_test_list fault_tests_list
                        linearizability_tests_list)
    set_tests_properties("${test}" PROPERTIES TIMEOUT 14400)
  endforeach()
endif()
