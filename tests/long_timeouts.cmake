# Read by CTest after the tests of the model, the simulation and the crash executables are known.
if("$ENV{ONSALE_LONG_TESTS}")
  foreach(test IN LISTS model_tests_list simulation_tests_list crash_test_list)
    set_tests_properties("${test}" PROPERTIES TIMEOUT 14400)
  endforeach()
endif()
