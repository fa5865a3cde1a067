"""The immune part of the course: what defends, what is turned, what fails. One file for each simulation."""
