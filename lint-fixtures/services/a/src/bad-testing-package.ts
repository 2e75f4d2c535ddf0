// breaks: testing-only-from-tests
import '@nencho/testing';
